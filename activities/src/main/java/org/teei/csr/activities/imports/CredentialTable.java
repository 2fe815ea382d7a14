package org.teei.csr.activities.imports;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.imports.BulkSql.Column;
import org.teei.csr.engines.imports.CredentialRow;
import org.teei.csr.engines.imports.EventRule.Fact;
import org.teei.csr.engines.imports.EventRule.Outcome;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.engines.imports.ImportSchemas;
import org.teei.csr.schema.events.NewEvent;
import org.teei.csr.schema.shared.Ids;

/**
 * Credentials that persons were issued. Events hold ids, dates and closed words: neither where a
 * credential can be looked up nor what proves it.
 */
final class CredentialTable implements KindTable<CredentialRow, CredentialTable.Existing> {
  private static final String TABLE = "credentials";
  private static final String URL = "url_ciphertext";
  private static final String CODE = "verification_code_ciphertext";

  private final Connection connection;
  private final ImportJob job;
  private final People people;

  CredentialTable(Connection connection, ImportJob job, People people) {
    this.connection = connection;
    this.job = job;
    this.people = people;
  }

  /** A credential as it stood before. */
  record Existing(UUID id, UUID person, byte[] contentFingerprint) implements Before {

    @Override
    public List<UUID> people() {
      return List.of(person);
    }

    @Override
    public UUID authorId() {
      return person;
    }

    @Override
    public byte @Nullable [] ratingFingerprint() {
      return null;
    }

    @Override
    public List<@Nullable UUID> textIds() {
      return List.of();
    }
  }

  @Override
  public Class<CredentialRow> rowType() {
    return CredentialRow.class;
  }

  @Override
  public String name() {
    return TABLE;
  }

  @Override
  public String idColumn() {
    return "credential_id";
  }

  @Override
  public UUID newId(Candidate<CredentialRow> candidate) {
    return candidate.row().credentialId();
  }

  @Override
  public List<TextSlot<CredentialRow>> texts() {
    return List.of();
  }

  @Override
  public byte @Nullable [] canonicalRating(CredentialRow row) {
    return null;
  }

  @Override
  public boolean hasSecrets(CredentialRow row) {
    return row.url() != null || row.verificationCode() != null;
  }

  @Override
  public List<UUID> people(Candidate<CredentialRow> candidate) {
    return List.of(people.person(candidate.people().getFirst()));
  }

  @Override
  public UUID author(CredentialRow row, List<UUID> ids) {
    return ids.getFirst();
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
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("credentialId", landed.id());
    data.put("userId", person);
    data.put("provider", row.provider());
    data.put("courseId", row.courseId());
    data.put("credentialType", row.type().id());
    data.put("issuedAt", row.issuedAt());
    if (row.expiresAt() != null) {
      data.put("expiresAt", row.expiresAt());
    }
    return ImportSchemas.eventTypes(ImportKind.CREDENTIALS, outcome, Set.of(Fact.ALWAYS)).stream()
        .map(type -> new NewEvent(Ids.next(), type, person, data))
        .toList();
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
