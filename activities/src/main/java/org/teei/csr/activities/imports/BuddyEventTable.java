package org.teei.csr.activities.imports;

import static java.util.Objects.requireNonNull;
import static org.teei.csr.schema.jooq.Tables.BUDDY_EVENTS;

import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.imports.BulkSql.Column;
import org.teei.csr.activities.imports.LedgerLine.Fault;
import org.teei.csr.engines.imports.BuddyEventRow;
import org.teei.csr.engines.imports.EventRule.Outcome;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.engines.imports.RowErrorCode;
import org.teei.csr.schema.events.NewEvent;

/** What the two of a match did: the participant is the author of words and place. */
final class BuddyEventTable extends AboutMatchTable<BuddyEventRow> {
  private static final List<TextSlot<BuddyEventRow>> TEXTS =
      List.of(new TextSlot<>("buddy_event_description", "description", BuddyEventRow::description));

  private final People people;
  private final Set<UUID> attendees = new HashSet<>();

  BuddyEventTable(Connection connection, ImportJob job, People people) {
    super(connection, job);
    this.people = people;
  }

  @Override
  public Class<BuddyEventRow> rowType() {
    return BuddyEventRow.class;
  }

  @Override
  public Table<?> table() {
    return BUDDY_EVENTS;
  }

  @Override
  public String peopleOfRow() {
    return "(%s || t.attendees)".formatted(super.peopleOfRow());
  }

  @Override
  public List<String> textColumns() {
    return List.of("description_text_id");
  }

  @Override
  public List<TextSlot<BuddyEventRow>> texts() {
    return TEXTS;
  }

  @Override
  public boolean hasSecrets(BuddyEventRow row) {
    return row.location() != null;
  }

  @Override
  public List<NewEvent> events(Landed<BuddyEventRow, Existing> row, Outcome outcome) {
    List<UUID> present = row.row().attendees();
    return MatchFacts.of("eventId", row)
        .with("eventType", row.row().knownType())
        .with("eventDate", row.row().eventDate())
        .with("descriptionTextId", firstText(row))
        .with("attendees", present.isEmpty() ? null : present)
        .events(ImportKind.EVENTS, outcome, row.people().get(PARTICIPANT));
  }

  @Override
  List<NewEvent> standing(ResultSet row) throws SQLException {
    Array present = row.getArray("attendees");
    UUID[] ids = (UUID[]) present.getArray();
    return MatchFacts.of("eventId", idColumn(), row)
        .with("eventType", BuddyEventRow.knownType(row.getString("event_type")))
        .with("eventDate", row.getTimestamp("event_date").toInstant())
        .with("descriptionTextId", row.getObject("description_text_id", UUID.class))
        .with("attendees", ids.length == 0 ? null : List.of(ids))
        .events(ImportKind.EVENTS, Outcome.UPDATED, row.getObject("participant_id", UUID.class));
  }

  /** Who attended may have been erased since the check of the file. */
  @Override
  public void prepare(List<Candidate<BuddyEventRow>> candidates) throws SQLException {
    super.prepare(candidates);
    List<UUID> named =
        candidates.stream()
            .flatMap(candidate -> candidate.row().attendees().stream())
            .distinct()
            .toList();
    if (!named.isEmpty()) {
      attendees.addAll(
          BulkSql.fetch(
              connection,
              """
              select p.person_id
              from unnest(?) as wanted (person_id)
                join csr.profiles p on p.tenant_id = ? and p.person_id = wanted.person_id and p.erased_at is null
              """,
              row -> row.getObject(1, UUID.class),
              Column.of("uuid", named, id -> id),
              job.tenant()));
    }
  }

  @Override
  public List<Fault> faults(Candidate<BuddyEventRow> candidate) {
    List<Fault> faults = new ArrayList<>(super.faults(candidate));
    if (!attendees.containsAll(candidate.row().attendees())) {
      faults.add(new Fault(RowErrorCode.ERASED_PERSON, "attendees"));
    }
    return faults;
  }

  @Override
  public Map<String, Existing> lock(List<Candidate<BuddyEventRow>> ordered) throws SQLException {
    return lock(
        ordered,
        """
        select wanted.place, e.event_id, e.content_fingerprint, e.description_text_id
        from unnest(?, ?, ?) with ordinality as wanted (match_id, event_type, event_date, place)
          join csr.buddy_events e on e.tenant_id = ? and e.match_id = wanted.match_id
            and e.event_type = wanted.event_type and e.event_date = wanted.event_date
        order by wanted.place
        for no key update of e
        """,
        matches(ordered),
        Column.of("text", ordered, candidate -> candidate.row().eventType()),
        Column.of("timestamptz", ordered, candidate -> candidate.row().eventDate()),
        job.tenant());
  }

  @Override
  public int insert(List<Landed<BuddyEventRow, Existing>> rows) throws SQLException {
    return BulkSql.execute(
        connection,
        """
        insert into csr.buddy_events
          (tenant_id, import_id, event_id, match_id, event_type, event_date, description_text_id,
            location_ciphertext, attendees, content_fingerprint)
        select ?, ?, event_id, match_id, event_type, event_date, description_text_id,
          location_ciphertext, attendees::uuid[], content_fingerprint
        from unnest(?, ?, ?, ?, ?, ?, ?, ?) with ordinality
          as written (event_id, match_id, event_type, event_date, description_text_id, location_ciphertext,
            attendees, content_fingerprint, place)
        order by place
        on conflict (tenant_id, match_id, event_type, event_date) do nothing
        """,
        parameters(rows));
  }

  @Override
  public void update(List<Landed<BuddyEventRow, Existing>> rows) throws SQLException {
    BulkSql.execute(
        connection,
        """
        with job as (select ?::text as tenant_id, ?::uuid as import_id)
        update csr.buddy_events e
        set import_id = job.import_id, description_text_id = written.description_text_id,
          location_ciphertext = written.location_ciphertext, attendees = written.attendees::uuid[],
          content_fingerprint = written.content_fingerprint, updated_at = now()
        from job, unnest(?, ?, ?, ?, ?, ?, ?, ?)
          as written (event_id, match_id, event_type, event_date, description_text_id, location_ciphertext,
            attendees, content_fingerprint)
        where e.tenant_id = job.tenant_id and e.event_id = written.event_id
        """,
        parameters(rows));
  }

  @Override
  public Map<UUID, Map<String, @Nullable String>> shown(List<Existing> rows) throws SQLException {
    Map<UUID, Existing> byId = new HashMap<>();
    rows.forEach(row -> byId.put(row.id(), row));
    Map<UUID, Map<String, @Nullable String>> shown = new HashMap<>();
    BulkSql.fetch(
        connection,
        """
        select e.event_id, e.location_ciphertext, array_to_string(e.attendees, ',')
        from unnest(?) as wanted (event_id)
          join csr.buddy_events e on e.tenant_id = ? and e.event_id = wanted.event_id
        """,
        row -> {
          UUID id = row.getObject(1, UUID.class);
          byte[] location = row.getBytes(2);
          Map<String, @Nullable String> values = new LinkedHashMap<>();
          values.put(
              "location",
              location == null
                  ? null
                  : new String(
                      people
                          .key(requireNonNull(byId.get(id)).authorId())
                          .decrypt("buddy_events", "location_ciphertext", id, location),
                      StandardCharsets.UTF_8));
          values.put("attendees", row.getString(3));
          return shown.put(id, values);
        },
        Column.of("uuid", rows, Existing::id),
        job.tenant());
    return shown;
  }

  @Override
  public Map<String, @Nullable String> shown(BuddyEventRow row) {
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    values.put("location", row.location());
    values.put(
        "attendees", row.attendees().stream().map(UUID::toString).collect(Collectors.joining(",")));
    return values;
  }

  private Object[] parameters(List<Landed<BuddyEventRow, Existing>> rows) {
    return new Object[] {
      job.tenant(),
      job.importId(),
      Column.of("uuid", rows, Landed::id),
      Column.of("uuid", rows, row -> row.candidate().place().match()),
      Column.of("text", rows, row -> row.row().eventType()),
      Column.of("timestamptz", rows, row -> row.row().eventDate()),
      Column.of("uuid", rows, AboutMatchTable::firstText),
      Column.of("bytea", rows, this::location),
      Column.of(
          "text",
          rows,
          row ->
              row.row().attendees().stream()
                  .map(UUID::toString)
                  .collect(Collectors.joining(",", "{", "}"))),
      Column.of("bytea", rows, row -> row.candidate().contentFingerprint())
    };
  }

  private byte @Nullable [] location(Landed<BuddyEventRow, Existing> row) {
    String plain = row.row().location();
    return plain == null
        ? null
        : people
            .key(row.people().get(PARTICIPANT))
            .encrypt(
                "buddy_events",
                "location_ciphertext",
                row.id(),
                plain.getBytes(StandardCharsets.UTF_8));
  }
}
