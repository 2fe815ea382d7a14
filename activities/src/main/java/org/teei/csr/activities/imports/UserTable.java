package org.teei.csr.activities.imports;

import static org.teei.csr.schema.jooq.Tables.USER_RECORDS;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.imports.BulkSql.Column;
import org.teei.csr.engines.imports.EventRule.Outcome;
import org.teei.csr.engines.imports.UserRow;
import org.teei.csr.schema.events.NewEvent;

/**
 * What programmes say of persons, one record of each; the id of a record is that of its person. An
 * event names the fields that changed, never what they say.
 */
final class UserTable extends OnePersonTable<UserRow, UserTable.Existing> {
  private static final String TABLE = "user_records";
  private static final String FIRST_NAME = "first_name_ciphertext";
  private static final String LAST_NAME = "last_name_ciphertext";
  private static final String LINKEDIN = "linkedin_url_ciphertext";

  /** Of a record, as events name them. */
  private static final List<String> FIELDS =
      List.of(
          "firstName",
          "lastName",
          "role",
          "roleWhenJoined",
          "verificationStatus",
          "grantAccess",
          "joinedAt",
          "linkedinUrl");

  UserTable(Connection connection, ImportJob job, People people) {
    super(connection, job, people);
  }

  /** A record as it stood before. */
  record Existing(
      UUID id,
      byte[] contentFingerprint,
      byte @Nullable [] firstName,
      byte @Nullable [] lastName,
      byte @Nullable [] linkedinUrl,
      String role,
      @Nullable String roleWhenJoined,
      @Nullable String verificationStatus,
      @Nullable Boolean grantAccess,
      @Nullable Instant joinedAt)
      implements OfOnePerson {

    @Override
    public UUID person() {
      return id;
    }
  }

  @Override
  public Class<UserRow> rowType() {
    return UserRow.class;
  }

  @Override
  public Table<?> table() {
    return USER_RECORDS;
  }

  @Override
  public UUID newId(Candidate<UserRow> candidate) {
    return person(candidate);
  }

  @Override
  public boolean hasSecrets(UserRow row) {
    return row.firstName() != null || row.linkedinUrl() != null;
  }

  @Override
  public Map<String, Existing> lock(List<Candidate<UserRow>> ordered) throws SQLException {
    Map<UUID, String> keys =
        ordered.stream().collect(Collectors.toMap(this::person, Candidate::key));
    Map<String, Existing> existing = new HashMap<>();
    BulkSql.fetch(
        connection,
        """
        select r.person_id, r.content_fingerprint, r.first_name_ciphertext, r.last_name_ciphertext,
          r.linkedin_url_ciphertext, r.role, r.role_when_joined, r.verification_status, r.grant_access, r.joined_at
        from unnest(?) with ordinality as wanted (person_id, place)
          join csr.user_records r on r.tenant_id = ? and r.person_id = wanted.person_id
        order by wanted.place
        for no key update of r
        """,
        row -> {
          UUID person = row.getObject(1, UUID.class);
          Timestamp joined = row.getTimestamp(10);
          return existing.put(
              keys.getOrDefault(person, ""),
              new Existing(
                  person,
                  row.getBytes(2),
                  row.getBytes(3),
                  row.getBytes(4),
                  row.getBytes(5),
                  row.getString(6),
                  row.getString(7),
                  row.getString(8),
                  row.getObject(9, Boolean.class),
                  joined == null ? null : joined.toInstant()));
        },
        Column.of("uuid", ordered, this::person),
        job.tenant());
    return existing;
  }

  @Override
  public int insert(List<Landed<UserRow, Existing>> rows) throws SQLException {
    return BulkSql.execute(
        connection,
        """
        insert into csr.user_records
          (tenant_id, import_id, person_id, first_name_ciphertext, last_name_ciphertext, linkedin_url_ciphertext,
            role, role_when_joined, verification_status, grant_access, joined_at, content_fingerprint)
        select ?, ?, person_id, first_name, last_name, linkedin_url, role, role_when_joined, verification_status,
          grant_access, joined_at, content_fingerprint
        from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) with ordinality
          as written (person_id, first_name, last_name, linkedin_url, role, role_when_joined, verification_status,
            grant_access, joined_at, content_fingerprint, place)
        order by place
        on conflict (tenant_id, person_id) do nothing
        """,
        parameters(rows));
  }

  @Override
  public void update(List<Landed<UserRow, Existing>> rows) throws SQLException {
    BulkSql.execute(
        connection,
        """
        with job as (select ?::text as tenant_id, ?::uuid as import_id)
        update csr.user_records r
        set import_id = job.import_id, first_name_ciphertext = written.first_name,
          last_name_ciphertext = written.last_name, linkedin_url_ciphertext = written.linkedin_url,
          role = written.role, role_when_joined = written.role_when_joined,
          verification_status = written.verification_status, grant_access = written.grant_access,
          joined_at = written.joined_at, content_fingerprint = written.content_fingerprint, updated_at = now()
        from job, unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          as written (person_id, first_name, last_name, linkedin_url, role, role_when_joined, verification_status,
            grant_access, joined_at, content_fingerprint)
        where r.tenant_id = job.tenant_id and r.person_id = written.person_id
        """,
        parameters(rows));
  }

  @Override
  public List<NewEvent> events(Landed<UserRow, Existing> landed, Outcome outcome) {
    Map<String, Object> data = facts(landed.id(), updatedFields(landed));
    data.put("trigger", "import");
    return events(landed.id(), outcome, data);
  }

  /** What changed is not told apart: all of a record is to be read anew. */
  @Override
  Map<String, Object> facts(ResultSet row) throws SQLException {
    return facts(row.getObject("person_id", UUID.class), FIELDS);
  }

  private static Map<String, Object> facts(UUID person, List<String> updatedFields) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("userId", person);
    data.put("updatedFields", updatedFields);
    data.put("updatedAt", Instant.now().truncatedTo(ChronoUnit.MICROS));
    return data;
  }

  private List<String> updatedFields(Landed<UserRow, Existing> landed) {
    Map<String, @Nullable Object> now = fields(landed.row());
    Existing before = landed.before();
    Map<String, @Nullable Object> old = before == null ? Map.of() : fields(before);
    List<String> changed = new ArrayList<>();
    now.forEach((name, value) -> {
      if (!Objects.equals(value, old.get(name))) {
        changed.add(name);
      }
    });
    return changed;
  }

  private static Map<String, @Nullable Object> fields(UserRow row) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("firstName", row.firstName());
    fields.put("lastName", row.lastName());
    fields.put("role", row.role().id());
    fields.put("roleWhenJoined", row.roleWhenJoined());
    fields.put("verificationStatus", row.verificationStatus());
    fields.put("grantAccess", row.grantAccess());
    fields.put("joinedAt", row.joinedAt());
    fields.put("linkedinUrl", row.linkedinUrl());
    return fields;
  }

  private Map<String, @Nullable Object> fields(Existing before) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("firstName", plain(before, FIRST_NAME, before.firstName()));
    fields.put("lastName", plain(before, LAST_NAME, before.lastName()));
    fields.put("role", before.role());
    fields.put("roleWhenJoined", before.roleWhenJoined());
    fields.put("verificationStatus", before.verificationStatus());
    fields.put("grantAccess", before.grantAccess());
    fields.put("joinedAt", before.joinedAt());
    fields.put("linkedinUrl", plain(before, LINKEDIN, before.linkedinUrl()));
    return fields;
  }

  @Override
  public Map<UUID, Map<String, @Nullable String>> shown(List<Existing> rows) {
    Map<UUID, Map<String, @Nullable String>> shown = new HashMap<>();
    rows.forEach(row -> shown.put(row.id(), shown(fields(row))));
    return shown;
  }

  @Override
  public Map<String, @Nullable String> shown(UserRow row) {
    return shown(fields(row));
  }

  private static Map<String, @Nullable String> shown(Map<String, @Nullable Object> fields) {
    String name =
        Stream.of(fields.get("firstName"), fields.get("lastName"))
            .filter(Objects::nonNull)
            .map(Object::toString)
            .collect(Collectors.joining(" "));
    Map<String, @Nullable String> shown = new LinkedHashMap<>();
    shown.put("name", name.isEmpty() ? null : name);
    shown.put("role_when_joined", Objects.toString(fields.get("roleWhenJoined"), null));
    shown.put("verification_status", Objects.toString(fields.get("verificationStatus"), null));
    shown.put("grant_access", Objects.toString(fields.get("grantAccess"), null));
    shown.put("joined_at", Objects.toString(fields.get("joinedAt"), null));
    shown.put("linkedin_url", Objects.toString(fields.get("linkedinUrl"), null));
    return shown;
  }

  private Object[] parameters(List<Landed<UserRow, Existing>> rows) {
    return new Object[] {
      job.tenant(),
      job.importId(),
      Column.of("uuid", rows, Landed::id),
      Column.of("bytea", rows, row -> secret(row, FIRST_NAME, row.row().firstName())),
      Column.of("bytea", rows, row -> secret(row, LAST_NAME, row.row().lastName())),
      Column.of("bytea", rows, row -> secret(row, LINKEDIN, row.row().linkedinUrl())),
      Column.of("text", rows, row -> row.row().role().id()),
      Column.of("text", rows, row -> row.row().roleWhenJoined()),
      Column.of("text", rows, row -> row.row().verificationStatus()),
      Column.of("boolean", rows, row -> row.row().grantAccess()),
      Column.of("timestamptz", rows, row -> row.row().joinedAt()),
      Column.of("bytea", rows, row -> row.candidate().contentFingerprint())
    };
  }

  private byte @Nullable [] secret(
      Landed<UserRow, Existing> row, String column, @Nullable String plain) {
    return people.encrypted(row.id(), TABLE, column, row.id(), plain);
  }

  private @Nullable String plain(Existing row, String column, byte @Nullable [] ciphertext) {
    return people.decrypted(row.id(), TABLE, column, row.id(), ciphertext);
  }
}
