package org.teei.csr.activities.imports;

import static java.util.Comparator.comparingLong;
import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.imports.BulkSql.Column;
import org.teei.csr.activities.imports.SessionTable.Existing;
import org.teei.csr.engines.imports.RowCheck;
import org.teei.csr.engines.imports.SessionRow;
import org.teei.csr.schema.shared.Ids;

/**
 * Brings the sessions of one range to what its rows say. Sessions that exist are locked, then the
 * others inserted, both in the order of their external ids: writers of the same sessions wait for
 * each other. Who finds at the insert that another writer was faster lets go of all sessions
 * (savepoint) and goes round once more, so nobody waits while holding what another waits for.
 *
 * <p>Memory is bounded by bytes: free words are encrypted and written in portions. A candidate that
 * came without its words is inserted without them and filled later, in the order of the file, as if
 * it were a change: its session is locked by then, so the order does not matter any more.
 */
final class SessionWrites {
  /** Bytes of stored rows whose free words are in memory at the same time. */
  static final int PORTION = 8 << 20;

  /** Texts as they were are compared one by one; so many come from the database at a time. */
  private static final int OLD_TEXTS_AT_ONCE = 100;

  private static final String FEEDBACK = "session_feedback";
  private static final String GOALS = "session_goals";

  private final DSLContext db;
  private final Connection connection;
  private final ImportJob job;
  private final People people;
  private final SessionTable table;

  private final List<SessionWrite> created = new ArrayList<>();
  private final List<SessionWrite> updated = new ArrayList<>();
  private final Map<Candidate, UUID> unchanged = new HashMap<>();
  private final List<Change> changes = new ArrayList<>();
  private final List<UUID> oldTexts = new ArrayList<>();

  SessionWrites(DSLContext db, Connection connection, ImportJob job, People people) {
    this.db = db;
    this.connection = connection;
    this.job = job;
    this.people = people;
    this.table = new SessionTable(connection, job, people);
  }

  private record Text(UUID textId, UUID authorId, String kind, String plain) {}

  /**
   * @param created whether the session was inserted just now and lacks its words
   */
  private record Change(Candidate candidate, Existing before, boolean created) {

    static Change of(SessionWrite inserted) {
      Candidate candidate = inserted.candidate();
      return new Change(
          candidate,
          new Existing(
              inserted.sessionId(),
              candidate.session().externalId(),
              inserted.participantId(),
              candidate.contentFingerprint(),
              candidate.ratingFingerprint(),
              inserted.ratingId(),
              null,
              null),
          true);
    }

    Change withWordsOf(SessionRow again) {
      return new Change(candidate.withWordsOf(again), before, created);
    }
  }

  List<SessionWrite> created() {
    return created;
  }

  List<SessionWrite> updated() {
    return updated;
  }

  /** Rows that say what was there already, with the session. */
  Map<Candidate, UUID> unchanged() {
    return unchanged;
  }

  /**
   * @param candidates of different sessions
   * @param rows where the words of candidates that are not whole are read
   */
  void apply(List<Candidate> candidates, RangeRows rows) throws SQLException {
    List<Candidate> ordered = new ArrayList<>(candidates);
    ordered.sort(
        (left, right) -> left.session().externalId().compareTo(right.session().externalId()));
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
        .filter(write -> !write.candidate().whole())
        .map(Change::of)
        .forEach(changes::add);
    created.removeIf(write -> !write.candidate().whole());
    change(changes.stream().filter(change -> change.candidate().whole()).toList());
    changeInPortions(changes.stream().filter(change -> !change.candidate().whole()).toList(), rows);
    deleteOldTexts();
  }

  private void changeInPortions(List<Change> wanting, RangeRows rows) throws SQLException {
    if (wanting.isEmpty()) {
      return;
    }
    Map<Place, Change> byPlace = new HashMap<>();
    wanting.forEach(change -> byPlace.put(change.candidate().place(), change));
    Portion portion = new Portion();
    rows.read(
        byPlace.keySet().stream().sorted(comparingLong(Place::row)).toList(),
        (place, check) -> portion.add(requireNonNull(byPlace.get(place)), check));
    portion.flush();
  }

  /** Changes whose words are in memory. */
  private final class Portion {
    private final List<Change> whole = new ArrayList<>();
    private int bytes;

    void add(Change change, RowCheck check) throws SQLException {
      if (!(check instanceof RowCheck.Valid valid)) {
        throw new IllegalStateException("a row was sound a moment ago");
      }
      whole.add(change.withWordsOf(valid.row()));
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

  private void decide(List<Candidate> ordered, Map<String, Existing> existing) throws SQLException {
    created.clear();
    updated.clear();
    unchanged.clear();
    changes.clear();
    List<Candidate> creations = new ArrayList<>();
    for (Candidate candidate : ordered) {
      Existing before = existing.get(candidate.session().externalId());
      if (before == null) {
        creations.add(candidate);
      } else if (Arrays.equals(before.contentFingerprint(), candidate.contentFingerprint())) {
        unchanged.put(candidate, before.sessionId());
      } else {
        changes.add(new Change(candidate, before, false));
      }
    }
    loadKeys(creations);
    for (Candidate candidate : creations) {
      created.add(creation(candidate));
    }
  }

  /** Of the participants who may have something to encrypt, and of the authors of former texts. */
  private void loadKeys(List<Candidate> creations) {
    Set<UUID> authors = new HashSet<>();
    for (Candidate candidate : creations) {
      if (!candidate.whole()
          || candidate.session().feedback() != null
          || candidate.session().goalsDiscussed() != null
          || candidate.session().metadata() != null) {
        authors.add(people.person(candidate.participant()));
      }
    }
    for (Change change : changes) {
      authors.add(people.person(change.candidate().participant()));
      authors.add(change.before().participantId());
    }
    people.loadKeys(db, authors);
  }

  private void change(List<Change> portion) throws SQLException {
    if (portion.isEmpty()) {
      return;
    }
    Set<UUID> kept = textsAsBefore(portion);
    List<SessionWrite> writes = portion.stream().map(change -> write(change, kept)).toList();
    table.update(writes);
    insertTexts(writes, kept);
    for (int i = 0; i < writes.size(); i++) {
      (portion.get(i).created() ? created : updated).add(writes.get(i).withoutWords());
    }
  }

  /** Former texts that say what the rows say; they stay, with what their screening said. */
  private Set<UUID> textsAsBefore(List<Change> portion) throws SQLException {
    Map<UUID, String> wanted = new HashMap<>();
    for (Change change : portion) {
      Existing before = change.before();
      SessionRow session = change.candidate().session();
      if (people.person(change.candidate().participant()).equals(before.participantId())) {
        putIfBoth(wanted, before.feedbackTextId(), session.feedback());
        putIfBoth(wanted, before.goalsTextId(), session.goalsDiscussed());
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

  private static void putIfBoth(
      Map<UUID, String> wanted, @Nullable UUID textId, @Nullable String plain) {
    if (textId != null && plain != null) {
      wanted.put(textId, plain);
    }
  }

  private SessionWrite creation(Candidate candidate) {
    UUID sessionId = Ids.next();
    UUID participantId = people.person(candidate.participant());
    return new SessionWrite(
        candidate,
        sessionId,
        participantId,
        people.person(candidate.volunteer()),
        candidate.rating() == null ? null : Ids.next(),
        textId(candidate.session().feedback()),
        textId(candidate.session().goalsDiscussed()),
        true);
  }

  private SessionWrite write(Change change, Set<UUID> kept) {
    Candidate candidate = change.candidate();
    Existing before = change.before();
    UUID ratingId =
        before.ratingId() == null && candidate.rating() != null ? Ids.next() : before.ratingId();
    return new SessionWrite(
        candidate,
        before.sessionId(),
        people.person(candidate.participant()),
        people.person(candidate.volunteer()),
        ratingId,
        replaced(before.feedbackTextId(), kept, candidate.session().feedback()),
        replaced(before.goalsTextId(), kept, candidate.session().goalsDiscussed()),
        change.created()
            || !Arrays.equals(before.ratingFingerprint(), candidate.ratingFingerprint()));
  }

  private @Nullable UUID replaced(@Nullable UUID textId, Set<UUID> kept, @Nullable String plain) {
    if (textId == null) {
      return textId(plain);
    }
    if (kept.contains(textId)) {
      return textId;
    }
    oldTexts.add(textId);
    return textId(plain);
  }

  private static @Nullable UUID textId(@Nullable String plain) {
    return plain == null ? null : Ids.next();
  }

  private byte[] encrypted(Text text) {
    return people
        .key(text.authorId())
        .encrypt(
            "texts", "ciphertext", text.textId(), text.plain().getBytes(StandardCharsets.UTF_8));
  }

  private void insertTexts(List<SessionWrite> writes, Set<UUID> kept) throws SQLException {
    List<Text> texts = new ArrayList<>();
    for (SessionWrite write : writes) {
      SessionRow session = write.candidate().session();
      addText(texts, kept, write, write.feedbackTextId(), FEEDBACK, session.feedback());
      addText(texts, kept, write, write.goalsTextId(), GOALS, session.goalsDiscussed());
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

  private static void addText(
      List<Text> texts,
      Set<UUID> kept,
      SessionWrite write,
      @Nullable UUID textId,
      String kind,
      @Nullable String plain) {
    if (textId != null && plain != null && !kept.contains(textId)) {
      texts.add(new Text(textId, write.participantId(), kind, plain));
    }
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
