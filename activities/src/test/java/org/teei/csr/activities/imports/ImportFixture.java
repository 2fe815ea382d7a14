package org.teei.csr.activities.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.teei.csr.activities.events.EventType;
import org.teei.csr.activities.events.EventTypes;
import org.teei.csr.activities.privacy.PrivacyActivitiesImpl;
import org.teei.csr.engines.imports.CsvSniffer;
import org.teei.csr.engines.imports.FileReading;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.engines.imports.NormalizedInput;
import org.teei.csr.engines.imports.Sniffed;
import org.teei.csr.schema.personaldata.FileKms;
import org.teei.csr.schema.personaldata.PersonKey;
import org.teei.csr.schema.personaldata.PersonKeys;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.storage.FileStorage;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.Finish;
import org.teei.csr.workflows.imports.ImportActivities;
import org.teei.csr.workflows.imports.ImportCounts;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.imports.ImportPlan;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.imports.MergeRange;
import org.teei.csr.workflows.imports.Merged;
import org.teei.csr.workflows.imports.StageOutcome;
import org.teei.csr.workflows.imports.Validated;
import org.teei.csr.workflows.privacy.PersonErasureRef;
import org.teei.csr.workflows.privacy.PersonErasureResult;
import org.teei.csr.workflows.shared.TenantId;

/** A tenant of its own on a real PostgreSQL, with storage in a temporary directory. */
final class ImportFixture {
  static final String SIMPLE =
      "session_id,session_type,participant_email,volunteer_email,date,duration_min,rating,feedback_text,language_level\n";
  static final String LANGUAGE =
      "session_id,participant_email,volunteer_email,scheduled_at,completed_at,duration_minutes,rating,feedback_text,language_level,topics,metadata\n";
  static final String MENTORSHIP =
      "session_id,participant_email,mentor_email,scheduled_at,completed_at,duration_minutes,rating,feedback_text,focus_area,goals_discussed\n";

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int RANGE = 10_000;

  final Database database;
  final String tenant;
  final Tenancy worker;
  final TenantKeys tenantKeys;
  final PersonKeys personKeys;
  final Storage storage;

  ImportFixture(Path directory) {
    this(Database.shared(), directory);
  }

  ImportFixture(Database database, Path directory) {
    this.database = database;
    this.tenant = database.freshTenant();
    this.worker = new Tenancy(database.worker());
    try {
      this.tenantKeys =
          new TenantKeys(worker, FileKms.createIfMissing(directory.resolve("kms.json")));
      this.storage = new FileStorage(directory.resolve("storage"), tenantKeys);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.personKeys = new PersonKeys(tenantKeys);
  }

  ImportActivities activities() {
    return activities(worker, progress -> {});
  }

  /**
   * @param heartbeat hears of progress only, not that a step merely lives
   */
  ImportActivities activities(Tenancy tenancy, Heartbeat heartbeat) {
    return new ImportActivitiesImpl(
        tenancy,
        tenantKeys,
        personKeys,
        storage,
        () ->
            progress -> {
              if (progress != null) {
                heartbeat.beat(progress);
              }
            });
  }

  /** What the API does with an upload whose head is sound. */
  ImportRef upload(String csv) {
    return upload(csv, "create");
  }

  ImportRef upload(String csv, String unknownPeople) {
    return upload(ImportKind.SESSIONS, csv, unknownPeople);
  }

  ImportRef upload(ImportKind kind, String csv) {
    return upload(kind, csv, "create");
  }

  ImportRef upload(ImportKind kind, String csv, String unknownPeople) {
    byte[] bytes = csv.getBytes(UTF_8);
    return upload(kind, bytes, new ByteArrayInputStream(bytes), unknownPeople, FileReading.PLAIN);
  }

  ImportRef upload(Path file) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(CsvSniffer.HEAD_BYTES);
    }
    try (InputStream in = Files.newInputStream(file)) {
      return upload(head, in, "create");
    }
  }

  /** A small file that is read in a way of its own. */
  ImportRef upload(byte[] file, FileReading reading) {
    return upload(ImportKind.SESSIONS, file, new ByteArrayInputStream(file), "create", reading);
  }

  ImportRef upload(byte[] head, InputStream content, String unknownPeople) {
    return upload(ImportKind.SESSIONS, head, content, unknownPeople, FileReading.PLAIN);
  }

  private ImportRef upload(
      ImportKind kind,
      byte[] head,
      InputStream content,
      String unknownPeople,
      FileReading reading) {
    Sniffed.Readable sniffed =
        (Sniffed.Readable)
            CsvSniffer.sniff(kind, head, head.length < CsvSniffer.HEAD_BYTES, null, reading);
    UUID importId = UUID.randomUUID();
    ImportRef ref = new ImportRef(new TenantId(tenant), importId);
    String name = "imports/" + importId;
    try {
      Storage.Stored stored =
          storage.write(tenant, name, NormalizedInput.of(content, sniffed.format()));
      new Tenancy(database.api())
          .write(
              tenant,
              db ->
                  db.execute(
                      """
                      insert into csr.import_jobs
                        (tenant_id, import_id, kind, schema_name, schema_version, error_policy, unknown_people, forced,
                         content_sha256, content_length, stored_object, encoding, delimiter, line_ending,
                         mapping, declared, stored_length, workflow_id, created_by, expires_at)
                      values (?, ?, ?, ?, ?, 'skip-invalid', ?, true, ?, ?, ?, 'UTF-8', ?, 'LF', ?::jsonb, ?::jsonb, ?, ?,
                        'test', now() + interval '30 days')
                      """,
                      tenant,
                      importId,
                      kind.id(),
                      sniffed.header().schema().name(),
                      sniffed.header().schema().version(),
                      unknownPeople,
                      sha256(head),
                      stored.length(),
                      name,
                      sniffed.format().delimiter().id(),
                      sniffed.header().mapping().json(),
                      reading.declared().json(),
                      stored.length(),
                      ImportNames.workflowId(ref.tenant(), importId)));
      return ref;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The person with this address. */
  UUID person(String email) {
    return (UUID)
        requireNonNull(
            row(
                    "select person_id from csr.profile_identifiers where tenant_id = ? and blind_index = ?",
                    tenant,
                    tenantKeys.blindIndex(tenant).of("email", email).bytes())
                .get("person_id"));
  }

  PersonErasureResult erase(UUID person) {
    UUID id = UUID.randomUUID();
    execute(
        """
        insert into csr.person_erasures
          (tenant_id, erasure_id, person_id, state, reason, requested_by, approved_by, approved_at, workflow_id)
        values (?, ?, ?, 'approved', 'objection', 'first', 'second', now(), ?)
        """,
        tenant,
        id,
        person,
        "erasure/" + id);
    return new PrivacyActivitiesImpl(worker)
        .erasePerson(new PersonErasureRef(new TenantId(tenant), id));
  }

  /** As if it had been uploaded with these options. */
  ImportRef upload(String csv, ImportPlan plan) {
    ImportRef ref = upload(csv);
    execute(
        "update csr.import_jobs set mode = ?, error_policy = ?, max_rejected = ? where import_id = ?",
        plan.mode().spelling(),
        plan.errorPolicy().spelling(),
        plan.maxRejected(),
        ref.importId());
    return ref;
  }

  /** Stages, checks and previews all rows. */
  Merged preview(ImportRef ref) {
    ImportActivities activities = activities();
    activities.stage(ref);
    Validated validated = activities.validate(ref);
    return activities.preview(new MergeRange(ref, 1, Math.max(1, validated.lastRow())));
  }

  /** The columns that a row would change, each with its old and new value. */
  List<Map<String, Object>> changes(ImportRef ref, long row) {
    Map<String, Object> line =
        row(
            "select person_id, changes_ciphertext from csr.import_previews where import_id = ? and row_number = ?",
            ref.importId(),
            row);
    UUID person = (UUID) line.get("person_id");
    PersonKey key =
        requireNonNull(
            worker.read(tenant, db -> personKeys.load(db, tenant, List.of(person))).get(person));
    byte[] plain =
        key.decrypt(
            "import_previews",
            "changes_ciphertext",
            PreviewLine.cipherId(ref.importId(), row),
            (byte[]) line.get("changes_ciphertext"));
    try {
      return new ObjectMapper().readValue(plain, new TypeReference<>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the workflow does without trouble. */
  ImportCounts run(ImportRef ref) {
    return run(activities(), ref);
  }

  ImportCounts run(ImportActivities activities, ImportRef ref) {
    return switch (activities.stage(ref)) {
      case StageOutcome.Staged _ -> {
        Validated validated = activities.validate(ref);
        for (long from = 1; from <= validated.lastRow(); from += RANGE) {
          activities.merge(new MergeRange(ref, from, from + RANGE - 1));
        }
        yield activities.finish(new Finish(ref, ImportStatus.COMPLETED, null, null));
      }
      case StageOutcome.Unreadable unreadable ->
          activities.finish(
              new Finish(ref, ImportStatus.FAILED, unreadable.problem(), unreadable.line()));
    };
  }

  ImportCounts run(String csv) {
    return run(upload(csv));
  }

  /** Imports a file and gives what became of its rows. */
  List<String> outcomes(ImportKind kind, String csv) {
    ImportRef ref = upload(kind, csv);
    run(ref);
    return outcomes(ref);
  }

  /** What a ciphertext of a person says. */
  String decrypted(UUID person, String table, String column, UUID id, Object ciphertext) {
    PersonKey key =
        worker.read(tenant, db -> personKeys.load(db, tenant, List.of(person)).get(person));
    return new String(key.decrypt(table, column, id, (byte[]) ciphertext), UTF_8);
  }

  /** Kind and words of a text, of this author. */
  List<String> text(UUID author, Object textId) {
    Map<String, Object> text =
        row("select * from csr.texts where tenant_id = ? and text_id = ?", tenant, textId);
    return List.of(
        (String) text.get("kind"),
        decrypted(author, "texts", "ciphertext", (UUID) textId, text.get("ciphertext")));
  }

  /** Types of the events so far, in their order. */
  List<String> eventTypes() {
    return rows("select type from csr.outbox_events where tenant_id = ? order by position", tenant)
        .stream()
        .map(row -> (String) row.get("type"))
        .toList();
  }

  /** The data of the events of a type, by the contract. */
  List<Map<String, Object>> eventData(String type) {
    EventType contract = EventTypes.of(type).orElseThrow();
    return rows(
            "select data::text as data from csr.outbox_events where tenant_id = ? and type = ? order by position",
            tenant,
            type)
        .stream()
        .map(row -> {
          try {
            JsonNode data = JSON.readTree((String) row.get("data"));
            if (!contract.violations(data).isEmpty()) {
              throw new AssertionError(contract.violations(data));
            }
            return JSON.<Map<String, Object>>convertValue(data, new TypeReference<>() {});
          } catch (JsonProcessingException e) {
            throw new AssertionError(e);
          }
        })
        .toList();
  }

  /** Rows of a query as the superuser sees them. */
  List<Map<String, Object>> rows(String sql, Object... parameters) {
    try (var connection = database.superuser().getConnection()) {
      return DSL.using(connection, SQLDialect.POSTGRES).resultQuery(sql, parameters).stream()
          .map(ImportFixture::map)
          .toList();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> map(Record row) {
    return new LinkedHashMap<>(row.intoMap());
  }

  Map<String, Object> row(String sql, Object... parameters) {
    List<Map<String, Object>> rows = rows(sql, parameters);
    if (rows.size() != 1) {
      throw new AssertionError(rows.size() + " rows: " + sql);
    }
    return rows.getFirst();
  }

  long count(String sql, Object... parameters) {
    return ((Number) row(sql, parameters).values().iterator().next()).longValue();
  }

  void execute(String sql, Object... parameters) {
    try (var connection = database.superuser().getConnection()) {
      DSL.using(connection, SQLDialect.POSTGRES).execute(sql, parameters);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A value under the key of the person in a column of its row. */
  String decrypted(
      String table, String column, Map<String, Object> row, String personColumn, String idColumn) {
    UUID person = (UUID) row.get(personColumn);
    return worker.read(
        tenant,
        db ->
            new String(
                personKeys
                    .load(db, tenant, List.of(person))
                    .get(person)
                    .decrypt(table, column, (UUID) row.get(idColumn), (byte[]) row.get(column)),
                UTF_8));
  }

  Map<String, Object> job(ImportRef ref) {
    return row("select * from csr.import_jobs where import_id = ?", ref.importId());
  }

  List<Map<String, Object>> ledger(ImportRef ref) {
    return rows(
        "select * from csr.import_rows where import_id = ? order by row_number", ref.importId());
  }

  /** Outcomes of the rows in order; a rejected row with its codes. */
  List<String> outcomes(ImportRef ref) {
    List<String> outcomes = new ArrayList<>();
    for (Map<String, Object> row :
        rows(
            """
            select outcome, updated, (select string_agg((e ->> 'code') || ':' || (e ->> 'column'), ';')
              from jsonb_array_elements(errors) e) as codes
            from csr.import_rows where import_id = ? order by row_number
            """,
            ref.importId())) {
      String outcome = (String) row.get("outcome");
      outcomes.add(
          row.get("codes") != null
              ? outcome + " " + row.get("codes")
              : Boolean.TRUE.equals(row.get("updated")) ? "updated" : outcome);
    }
    return outcomes;
  }

  String simpleRow(
      String id, String participant, String volunteer, Object rating, String feedback) {
    return id
        + ",language,"
        + participant
        + ","
        + volunteer
        + ",2026-03-01,45,"
        + rating
        + ","
        + feedback
        + ",B1\n";
  }

  static String email(String who) {
    return who + "-" + UUID.randomUUID().toString().substring(0, 8) + "@example.org";
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
