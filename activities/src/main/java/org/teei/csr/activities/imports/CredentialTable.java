package org.teei.csr.activities.imports;

import static java.util.Objects.requireNonNull;
import static org.teei.csr.schema.jooq.Tables.CREDENTIALS;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.imports.BulkSql.Column;
import org.teei.csr.engines.imports.CredentialRow;
import org.teei.csr.engines.imports.EventRule.Outcome;
import org.teei.csr.schema.events.NewEvent;

/**
 * Credentials that persons were issued. Events hold ids, dates and closed words: neither where a
 * credential can be looked up nor what proves it.
 */
final class CredentialTable extends OnePersonTable<CredentialRow, CredentialTable.Existing> {
  private static final String TABLE = "credentials";
  private static final String URL = "url_ciphertext";
  private static final String CODE = "verification_code_ciphertext";

  CredentialTable(Connection connection, ImportJob job, People people) {
    super(connection, job, people);
  }

  /** A credential as it stood before. */
  record Existing(UUID id, UUID person, byte[] contentFingerprint) implements OfOnePerson {}

  @Override
  public Class<CredentialRow> rowType() {
    return CredentialRow.class;
  }

  @Override
  public Table<?> table() {
    return CREDENTIALS;
  }

  @Override
  public UUID newId(Candidate<CredentialRow> candidate) {
    return candidate.row().credentialId();
  }

  @Override
  public boolean hasSecrets(CredentialRow row) {
    return row.url() != null || row.verificationCode() != null;
  }

  @Override
  public Map<String, Existing> lock(List<Candidate<CredentialRow>> ordered) throws SQLException {
    Map<String, Existing> existing = new HashMap<>();
    BulkSql.fetch(
        connection,
        """
        select c.credential_id, c.person_id, c.content_fingerprint
        from unnest(?) with ordinality as wanted (credential_id, place)
          join csr.credentials c on c.tenant_id = ? and c.credential_id = wanted.credential_id
        order by wanted.place
        for no key update of c
        """,
        row ->
            existing.put(
                row.getString(1),
                new Existing(
                    row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getBytes(3))),
        Column.of("uuid", ordered, candidate -> candidate.row().credentialId()),
        job.tenant());
    return existing;
  }

  @Override
  public int insert(List<Landed<CredentialRow, Existing>> rows) throws SQLException {
    return BulkSql.execute(
        connection,
        """
        insert into csr.credentials
          (tenant_id, import_id, credential_id, person_id, provider, course_id, course_name, credential_type,
            issued_at, expires_at, url_ciphertext, verification_code_ciphertext, content_fingerprint)
        select ?, ?, credential_id, person_id, provider, course_id, course_name, credential_type,
          issued_at, expires_at, url_ciphertext, verification_code_ciphertext, content_fingerprint
        from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) with ordinality
          as written (credential_id, person_id, provider, course_id, course_name, credential_type, issued_at,
            expires_at, url_ciphertext, verification_code_ciphertext, content_fingerprint, place)
        order by place
        on conflict (tenant_id, credential_id) do nothing
        """,
        parameters(rows));
  }

  @Override
  public void update(List<Landed<CredentialRow, Existing>> rows) throws SQLException {
    BulkSql.execute(
        connection,
        """
        with job as (select ?::text as tenant_id, ?::uuid as import_id)
        update csr.credentials c
        set import_id = job.import_id, person_id = written.person_id, provider = written.provider,
          course_id = written.course_id, course_name = written.course_name,
          credential_type = written.credential_type, issued_at = written.issued_at,
          expires_at = written.expires_at, url_ciphertext = written.url_ciphertext,
          verification_code_ciphertext = written.verification_code_ciphertext,
          content_fingerprint = written.content_fingerprint, updated_at = now()
        from job, unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          as written (credential_id, person_id, provider, course_id, course_name, credential_type, issued_at,
            expires_at, url_ciphertext, verification_code_ciphertext, content_fingerprint)
        where c.tenant_id = job.tenant_id and c.credential_id = written.credential_id
        """,
        parameters(rows));
  }

  @Override
  public List<NewEvent> events(Landed<CredentialRow, Existing> landed, Outcome outcome) {
    CredentialRow row = landed.row();
    UUID person = landed.people().getFirst();
    return events(
        person,
        outcome,
        facts(
            landed.id(),
            person,
            row.provider(),
            row.courseId(),
            row.type().id(),
            row.issuedAt(),
            row.expiresAt()));
  }

  @Override
  Map<String, Object> facts(ResultSet row) throws SQLException {
    Timestamp expires = row.getTimestamp("expires_at");
    return facts(
        row.getObject("credential_id", UUID.class),
        row.getObject("person_id", UUID.class),
        row.getString("provider"),
        row.getString("course_id"),
        row.getString("credential_type"),
        row.getTimestamp("issued_at").toInstant(),
        expires == null ? null : expires.toInstant());
  }

  private static Map<String, Object> facts(
      UUID id,
      UUID person,
      String provider,
      String courseId,
      String type,
      Instant issuedAt,
      @Nullable Instant expiresAt) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("credentialId", id);
    data.put("userId", person);
    data.put("provider", provider);
    data.put("courseId", courseId);
    data.put("credentialType", type);
    data.put("issuedAt", issuedAt);
    if (expiresAt != null) {
      data.put("expiresAt", expiresAt);
    }
    return data;
  }

  @Override
  public Map<UUID, Map<String, @Nullable String>> shown(List<Existing> rows) throws SQLException {
    Map<UUID, Existing> byId = new HashMap<>();
    rows.forEach(row -> byId.put(row.id(), row));
    Map<UUID, Map<String, @Nullable String>> shown = new HashMap<>();
    BulkSql.fetch(
        connection,
        """
        select c.credential_id, c.provider, c.course_id, c.course_name, c.credential_type, c.issued_at, c.expires_at,
          c.url_ciphertext, c.verification_code_ciphertext
        from unnest(?) as wanted (credential_id)
          join csr.credentials c on c.tenant_id = ? and c.credential_id = wanted.credential_id
        """,
        row -> {
          UUID id = row.getObject(1, UUID.class);
          UUID person = requireNonNull(byId.get(id)).person();
          Timestamp expires = row.getTimestamp(7);
          Map<String, @Nullable String> values = new LinkedHashMap<>();
          values.put("provider", row.getString(2));
          values.put("course_id", row.getString(3));
          values.put("course_name", row.getString(4));
          values.put("credential_type", row.getString(5));
          values.put("issued_at", row.getTimestamp(6).toInstant().toString());
          values.put("expires_at", expires == null ? null : expires.toInstant().toString());
          values.put("credential_url", people.decrypted(person, TABLE, URL, id, row.getBytes(8)));
          values.put(
              "verification_code", people.decrypted(person, TABLE, CODE, id, row.getBytes(9)));
          return shown.put(id, values);
        },
        Column.of("uuid", rows, Existing::id),
        job.tenant());
    return shown;
  }

  @Override
  public Map<String, @Nullable String> shown(CredentialRow row) {
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    values.put("provider", row.provider());
    values.put("course_id", row.courseId());
    values.put("course_name", row.courseName());
    values.put("credential_type", row.type().id());
    values.put("issued_at", row.issuedAt().toString());
    values.put("expires_at", Objects.toString(row.expiresAt(), null));
    values.put("credential_url", row.url());
    values.put("verification_code", row.verificationCode());
    return values;
  }

  private Object[] parameters(List<Landed<CredentialRow, Existing>> rows) {
    return new Object[] {
      job.tenant(),
      job.importId(),
      Column.of("uuid", rows, Landed::id),
      Column.of("uuid", rows, row -> row.people().getFirst()),
      Column.of("text", rows, row -> row.row().provider()),
      Column.of("text", rows, row -> row.row().courseId()),
      Column.of("text", rows, row -> row.row().courseName()),
      Column.of("text", rows, row -> row.row().type().id()),
      Column.of("timestamptz", rows, row -> row.row().issuedAt()),
      Column.of("timestamptz", rows, row -> row.row().expiresAt()),
      Column.of("bytea", rows, row -> secret(row, URL, row.row().url())),
      Column.of("bytea", rows, row -> secret(row, CODE, row.row().verificationCode())),
      Column.of("bytea", rows, row -> row.candidate().contentFingerprint())
    };
  }

  private byte @Nullable [] secret(
      Landed<CredentialRow, Existing> row, String column, @Nullable String plain) {
    return people.encrypted(row.people().getFirst(), TABLE, column, row.id(), plain);
  }
}
