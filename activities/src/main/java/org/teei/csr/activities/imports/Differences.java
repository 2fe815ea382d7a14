package org.teei.csr.activities.imports;

import static java.util.Comparator.comparingLong;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.imports.BulkSql.Column;
import org.teei.csr.activities.imports.KindTable.TextSlot;
import org.teei.csr.engines.imports.ImportRow;
import org.teei.csr.engines.imports.RowCheck;
import org.teei.csr.schema.personaldata.PersonKey;
import org.teei.csr.schema.shared.Json;

/**
 * What rows of a range would change in what is there: column, old and new value. Only rows that
 * differ are decrypted, and so many of them are in memory as a portion holds.
 */
final class Differences<R extends ImportRow, B extends Before> {
  private final DSLContext db;
  private final Connection connection;
  private final ImportJob job;
  private final People people;
  private final KindTable<R, B> table;
  private final RangeRows rows;
  private final List<Change<R, B>> changes = new ArrayList<>();

  Differences(
      DSLContext db,
      Connection connection,
      ImportJob job,
      People people,
      KindTable<R, B> table,
      RangeRows rows) {
    this.db = db;
    this.connection = connection;
    this.job = job;
    this.people = people;
    this.table = table;
    this.rows = rows;
  }

  private record Change<R extends ImportRow, B extends Before>(Candidate<R> candidate, B before) {}

  /**
   * One value that differs, as it is kept; null where there is none.
   *
   * @param hidden free text: nobody is to read it before it was screened, so only that it differs
   */
  private record Difference(
      String column, @Nullable String before, @Nullable String after, boolean hidden) {}

  void add(Candidate<R> candidate, B before) {
    changes.add(new Change<>(candidate, before));
  }

  List<PreviewLine> lines() throws SQLException {
    List<PreviewLine> lines = new ArrayList<>(changes.size());
    tell(changes.stream().filter(change -> change.candidate().whole()).toList(), lines);
    Map<Place, Change<R, B>> wanting = new HashMap<>();
    changes.stream()
        .filter(change -> !change.candidate().whole())
        .forEach(change -> wanting.put(change.candidate().place(), change));
    if (!wanting.isEmpty()) {
      Portion portion = new Portion(wanting, lines);
      rows.read(wanting.keySet().stream().sorted(comparingLong(Place::row)).toList(), portion::add);
      portion.flush();
    }
    return lines;
  }

  private final class Portion {
    private final Map<Place, Change<R, B>> wanting;
    private final List<PreviewLine> lines;
    private final List<Change<R, B>> whole = new ArrayList<>();
    private int bytes;

    Portion(Map<Place, Change<R, B>> wanting, List<PreviewLine> lines) {
      this.wanting = wanting;
      this.lines = lines;
    }

    void add(Place place, RowCheck check) throws SQLException {
      if (!(check instanceof RowCheck.Valid valid)) {
        throw new IllegalStateException("a row was sound a moment ago");
      }
      Change<R, B> change = Objects.requireNonNull(wanting.get(place));
      R row = table.rowType().cast(valid.row());
      whole.add(new Change<>(change.candidate().with(row, true), change.before()));
      bytes += place.length();
      if (bytes >= Landing.PORTION) {
        flush();
      }
    }

    void flush() throws SQLException {
      tell(whole, lines);
      whole.clear();
      bytes = 0;
    }
  }

  private void tell(List<Change<R, B>> portion, List<PreviewLine> lines) throws SQLException {
    if (portion.isEmpty()) {
      return;
    }
    Set<UUID> persons = new HashSet<>();
    for (Change<R, B> change : portion) {
      persons.add(change.before().authorId());
      persons.addAll(change.before().people());
    }
    people.loadKeys(db, persons);
    List<Change<R, B>> readable =
        portion.stream().filter(change -> people.hasKey(change.before().authorId())).toList();
    List<B> befores = readable.stream().map(Change::before).toList();
    Map<UUID, Map<String, @Nullable String>> shown = table.shown(befores);
    Map<UUID, String> texts = texts(befores);
    Map<UUID, String> emails = people.emails(connection, persons);
    for (Change<R, B> change : portion) {
      Place place = change.candidate().place();
      UUID author = change.before().authorId();
      if (people.hasKey(author)) {
        List<Difference> differences =
            differences(change, shown.getOrDefault(change.before().id(), Map.of()), texts, emails);
        byte[] ciphertext = encrypted(author, place, differences);
        lines.add(PreviewLine.update(place, change.before().id(), author, ciphertext));
      } else {
        lines.add(PreviewLine.update(place, change.before().id(), null, null));
      }
    }
  }

  private List<Difference> differences(
      Change<R, B> change,
      Map<String, @Nullable String> shown,
      Map<UUID, String> texts,
      Map<UUID, String> emails) {
    R row = change.candidate().row();
    B before = change.before();
    List<Difference> differences = new ArrayList<>();
    List<String> columns = job.schema().people();
    for (int i = 0; i < row.people().size(); i++) {
      add(
          differences,
          columns.get(i),
          emails.get(before.people().get(i)),
          row.people().get(i).email());
    }
    table.shown(row).forEach((column, now) -> add(differences, column, shown.get(column), now));
    for (int i = 0; i < table.texts().size(); i++) {
      TextSlot<R> slot = table.texts().get(i);
      UUID textId = before.textIds().get(i);
      String former = textId == null ? null : texts.get(textId);
      if (!Objects.equals(former, slot.words().apply(row))) {
        differences.add(new Difference(slot.column(), null, null, true));
      }
    }
    return differences;
  }

  private static void add(
      List<Difference> differences,
      String column,
      @Nullable String before,
      @Nullable String after) {
    if (!Objects.equals(before, after)) {
      differences.add(new Difference(column, before, after, false));
    }
  }

  private byte[] encrypted(UUID author, Place place, List<Difference> differences) {
    return people
        .key(author)
        .encrypt(
            "import_previews",
            "changes_ciphertext",
            PreviewLine.cipherId(job.importId(), place.row()),
            Json.of(differences).getBytes(StandardCharsets.UTF_8));
  }

  private Map<UUID, String> texts(List<B> befores) throws SQLException {
    List<UUID> wanted =
        befores.stream()
            .flatMap(before -> before.textIds().stream())
            .filter(Objects::nonNull)
            .toList();
    Map<UUID, String> texts = new HashMap<>();
    if (!wanted.isEmpty()) {
      BulkSql.fetch(
          connection,
          """
          select t.text_id, t.person_id, t.ciphertext
          from unnest(?) as wanted (text_id)
            join csr.texts t on t.tenant_id = ? and t.text_id = wanted.text_id
          """,
          row -> {
            UUID textId = row.getObject(1, UUID.class);
            PersonKey key = people.key(row.getObject(2, UUID.class));
            byte[] plain = key.decrypt("texts", "ciphertext", textId, row.getBytes(3));
            return texts.put(textId, new String(plain, StandardCharsets.UTF_8));
          },
          Column.of("uuid", wanted, id -> id),
          job.tenant());
    }
    return texts;
  }
}
