package org.teei.csr.activities.imports;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;
import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.imports.BulkSql.Column;
import org.teei.csr.activities.imports.KindTable.TextSlot;
import org.teei.csr.engines.imports.ImportRow;
import org.teei.csr.engines.imports.RowCheck;
import org.teei.csr.schema.shared.Ids;

/**
 * Brings the table of a kind to what the rows of one range say. Rows that exist are locked, then
 * the others inserted, both in the order of their keys: writers of the same rows wait for each
 * other. Who finds at the insert that another writer was faster lets go of all of them (savepoint)
 * and goes round once more, so nobody waits while holding what another waits for.
 *
 * <p>Memory is bounded by bytes: free words are encrypted and written in portions. A candidate that
 * came without its words is inserted without them and filled later, in the order of the file, as if
 * it were a change: its row is locked by then, so the order does not matter any more.
 */
final class Landing<R extends ImportRow, B extends Before> {
  /** Bytes of stored rows whose free words are in memory at the same time. */
  static final int PORTION = 8 << 20;

  /** Texts as they were are compared one by one; so many come from the database at a time. */
  private static final int OLD_TEXTS_AT_ONCE = 100;

  private final DSLContext db;
  private final Connection connection;
  private final ImportJob job;
  private final People people;
  private final KindTable<R, B> table;

  private final List<Landed<R, B>> created = new ArrayList<>();
  private final List<Landed<R, B>> updated = new ArrayList<>();
  private final Map<Candidate<R>, UUID> unchanged = new HashMap<>();
  private final List<Change<R, B>> changes = new ArrayList<>();
  private final List<UUID> oldTexts = new ArrayList<>();

  Landing(
      DSLContext db, Connection connection, ImportJob job, People people, KindTable<R, B> table) {
    this.db = db;
    this.connection = connection;
    this.job = job;
    this.people = people;
    this.table = table;
  }

  private record Text(UUID textId, UUID authorId, String kind, String plain) {}

  /**
   * @param before null where the row was inserted just now and lacks its words
   */
  private record Change<R extends ImportRow, B extends Before>(
      Candidate<R> candidate, UUID id, @Nullable B before) {}

  List<Landed<R, B>> created() {
    return created;
  }

  List<Landed<R, B>> updated() {
    return updated;
  }

  /** Rows that say what was there already, with its id. */
  Map<Candidate<R>, UUID> unchanged() {
    return unchanged;
  }

  /**
   * @param candidates with different keys
   * @param rows where the words of candidates that are not whole are read
   */
  void apply(List<Candidate<R>> candidates, RangeRows rows) throws SQLException {
    List<Candidate<R>> ordered = new ArrayList<>(candidates);
    ordered.sort(comparing(Candidate::key));
    boolean overtaken = true;
    while (overtaken) {
      Savepoint before = connection.setSavepoint();
      decide(ordered, table.lock(ordered));
      overtaken = table.insert(created) < created.size();
      if (overtaken) {
        connection.rollback(before);
      }
      connection.releaseSavepoint(before);
    }
    insertTexts(created, Set.of());
    created.stream()
        .filter(landed -> !landed.candidate().whole())
        .map(landed -> new Change<R, B>(landed.candidate(), landed.id(), null))
        .forEach(changes::add);
    created.removeIf(landed -> !landed.candidate().whole());
    change(changes.stream().filter(change -> change.candidate().whole()).toList());
    changeInPortions(changes.stream().filter(change -> !change.candidate().whole()).toList(), rows);
    deleteOldTexts();
  }

  private void changeInPortions(List<Change<R, B>> wanting, RangeRows rows) throws SQLException {
    if (wanting.isEmpty()) {
      return;
    }
    Map<Place, Change<R, B>> byPlace = new HashMap<>();
    wanting.forEach(change -> byPlace.put(change.candidate().place(), change));
    Portion portion = new Portion();
    rows.read(
        byPlace.keySet().stream().sorted(comparingLong(Place::row)).toList(),
        (place, check) -> portion.add(requireNonNull(byPlace.get(place)), check));
    portion.flush();
  }

  /** Changes whose words are in memory. */
  private final class Portion {
    private final List<Change<R, B>> whole = new ArrayList<>();
    private int bytes;

    void add(Change<R, B> change, RowCheck check) throws SQLException {
      if (!(check instanceof RowCheck.Valid valid)) {
        throw new IllegalStateException("a row was sound a moment ago");
      }
      R row = table.rowType().cast(valid.row());
      whole.add(new Change<>(change.candidate().with(row, true), change.id(), change.before()));
      bytes += change.candidate().place().length();
      if (bytes >= PORTION) {
        flush();
      }
    }

    void flush() throws SQLException {
      change(whole);
      whole.clear();
      bytes = 0;
    }
  }

  private void decide(List<Candidate<R>> ordered, Map<String, B> existing) {
    created.clear();
    updated.clear();
    unchanged.clear();
    changes.clear();
    List<Candidate<R>> creations = new ArrayList<>();
    for (Candidate<R> candidate : ordered) {
      B before = existing.get(candidate.key());
      if (before == null) {
        creations.add(candidate);
      } else if (Arrays.equals(before.contentFingerprint(), candidate.contentFingerprint())
          && before.people().equals(table.people(candidate))) {
        unchanged.put(candidate, before.id());
      } else {
        changes.add(new Change<>(candidate, before.id(), before));
      }
    }
    loadKeys(creations);
    for (Candidate<R> candidate : creations) {
      created.add(
          new Landed<>(
              candidate,
              table.newId(candidate),
              table.people(candidate),
              null,
              newTexts(candidate.row())));
    }
  }

  /** Of those who may have something to encrypt, and of the authors of former texts. */
  private void loadKeys(List<Candidate<R>> creations) {
    Set<UUID> authors = new HashSet<>();
    for (Candidate<R> candidate : creations) {
      R row = candidate.row();
      if (!candidate.whole()
          || table.hasSecrets(row)
          || table.texts().stream().anyMatch(slot -> slot.words().apply(row) != null)) {
        authors.add(author(candidate));
      }
    }
    for (Change<R, B> change : changes) {
      authors.add(author(change.candidate()));
      if (change.before() != null) {
        authors.add(change.before().authorId());
      }
    }
    people.loadKeys(db, authors);
  }

  private UUID author(Candidate<R> candidate) {
    return table.author(candidate.row(), table.people(candidate));
  }

  private void change(List<Change<R, B>> portion) throws SQLException {
    if (portion.isEmpty()) {
      return;
    }
    Set<UUID> kept = textsAsBefore(portion);
    List<Landed<R, B>> rows = portion.stream().map(change -> landed(change, kept)).toList();
    UndoImages.keep(connection, job, table, rows);
    table.update(rows);
    insertTexts(rows, kept);
    for (Landed<R, B> row : rows) {
      R brief = table.rowType().cast(row.row().withoutWords());
      (row.before() == null ? created : updated).add(row.with(row.candidate().with(brief, false)));
    }
  }

  /** Former texts that say what the rows say; they stay, with what their screening said. */
  private Set<UUID> textsAsBefore(List<Change<R, B>> portion) throws SQLException {
    Map<UUID, String> wanted = new HashMap<>();
    for (Change<R, B> change : portion) {
      B before = change.before();
      if (before != null && author(change.candidate()).equals(before.authorId())) {
        for (int i = 0; i < table.texts().size(); i++) {
          UUID textId = before.textIds().get(i);
          String words = table.texts().get(i).words().apply(change.candidate().row());
          if (textId != null && words != null) {
            wanted.put(textId, words);
          }
        }
      }
    }
    Set<UUID> same = new HashSet<>();
    if (!wanted.isEmpty()) {
      BulkSql.each(
          connection,
          OLD_TEXTS_AT_ONCE,
          """
          select t.text_id, t.person_id, t.ciphertext
          from unnest(?) as wanted (text_id)
            join csr.texts t on t.tenant_id = ? and t.text_id = wanted.text_id
          """,
          row -> {
            UUID textId = row.getObject(1, UUID.class);
            UUID authorId = row.getObject(2, UUID.class);
            byte[] plain =
                people.key(authorId).decrypt("texts", "ciphertext", textId, row.getBytes(3));
            if (new String(plain, StandardCharsets.UTF_8).equals(wanted.get(textId))) {
              same.add(textId);
            }
          },
          Column.of("uuid", List.copyOf(wanted.keySet()), id -> id),
          job.tenant());
    }
    return same;
  }

  private Landed<R, B> landed(Change<R, B> change, Set<UUID> kept) {
    Candidate<R> candidate = change.candidate();
    B before = change.before();
    List<@Nullable UUID> textIds = newTexts(candidate.row());
    if (before != null) {
      for (int i = 0; i < textIds.size(); i++) {
        UUID former = before.textIds().get(i);
        if (former != null && kept.contains(former)) {
          textIds.set(i, former);
        } else if (former != null) {
          oldTexts.add(former);
        }
      }
    }
    return new Landed<>(candidate, change.id(), table.people(candidate), before, textIds);
  }

  private List<@Nullable UUID> newTexts(R row) {
    List<@Nullable UUID> textIds =
        new ArrayList<>(Collections.nCopies(table.texts().size(), (UUID) null));
    for (int i = 0; i < textIds.size(); i++) {
      if (table.texts().get(i).words().apply(row) != null) {
        textIds.set(i, Ids.next());
      }
    }
    return textIds;
  }

  private byte[] encrypted(Text text) {
    return people
        .key(text.authorId())
        .encrypt(
            "texts", "ciphertext", text.textId(), text.plain().getBytes(StandardCharsets.UTF_8));
  }

  private void insertTexts(List<Landed<R, B>> rows, Set<UUID> kept) throws SQLException {
    List<Text> texts = new ArrayList<>();
    for (Landed<R, B> row : rows) {
      for (int i = 0; i < table.texts().size(); i++) {
        TextSlot<R> slot = table.texts().get(i);
        UUID textId = row.textIds().get(i);
        String words = slot.words().apply(row.row());
        if (textId != null && words != null && !kept.contains(textId)) {
          texts.add(new Text(textId, table.author(row.row(), row.people()), slot.kind(), words));
        }
      }
    }
    if (texts.isEmpty()) {
      return;
    }
    BulkSql.execute(
        connection,
        """
        insert into csr.texts (tenant_id, text_id, person_id, kind, ciphertext)
        select ?, text_id, person_id, kind, ciphertext
        from unnest(?, ?, ?, ?) as written (text_id, person_id, kind, ciphertext)
        """,
        job.tenant(),
        Column.of("uuid", texts, Text::textId),
        Column.of("uuid", texts, Text::authorId),
        Column.of("text", texts, Text::kind),
        Column.of("bytea", texts, this::encrypted));
  }

  private void deleteOldTexts() throws SQLException {
    if (oldTexts.isEmpty()) {
      return;
    }
    BulkSql.execute(
        connection,
        "delete from csr.texts where tenant_id = ? and text_id = any (?)",
        job.tenant(),
        Column.of("uuid", oldTexts, id -> id));
  }
}
