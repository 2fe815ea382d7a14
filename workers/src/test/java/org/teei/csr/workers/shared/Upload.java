package org.teei.csr.workers.shared;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.jooq.tables.records.ImportJobsRecord;
import org.teei.csr.schema.operations.StartIntent;
import org.teei.csr.schema.operations.StartIntents;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.shared.TenantId;

/** A file of sessions that was accepted, as the API leaves it. */
record Upload(Tenancy api, String tenant, UUID importId) {
  private static final String HEADER =
      "session_id,session_type,participant_email,volunteer_email,date,duration_min,rating,feedback_text,language_level\n";

  static Upload of(Database database, Storage storage, String tenant, int rows) {
    return of(database, storage, tenant, rows, null);
  }

  static Upload of(
      Database database, Storage storage, String tenant, int rows, @Nullable String traceParent) {
    UUID importId = Ids.next();
    String name = "imports/" + importId;
    var api = new Tenancy(database.api());
    byte[] csv = csv(rows).getBytes(UTF_8);
    try {
      Storage.Stored stored = storage.write(tenant, name, new ByteArrayInputStream(csv));
      String workflowId = ImportNames.workflowId(new TenantId(tenant), importId);
      api.change(
          tenant,
          db -> {
            db.execute(
                """
                insert into csr.import_jobs
                  (tenant_id, import_id, kind, schema_name, schema_version, error_policy, unknown_people, forced,
                   content_sha256, content_length, stored_object, encoding, delimiter, line_ending,
                   stored_length, workflow_id, created_by, expires_at)
                values (?, ?, 'sessions', 'kintell_simple', '1.0', 'skip-invalid', 'create', true, ?, ?, ?, 'UTF-8',
                  ',', 'LF', ?, ?, 'test', now() + interval '30 days')
                """,
                tenant,
                importId,
                stored.sha256(),
                stored.length(),
                name,
                stored.length(),
                workflowId);
            StartIntents.add(
                db,
                new StartIntent(
                    tenant,
                    Ids.next(),
                    ImportNames.FEATURE,
                    ImportNames.WORKFLOW_TYPE,
                    workflowId,
                    ImportNames.TASK_QUEUE,
                    "{\"tenant\":\"%s\",\"importId\":\"%s\"}".formatted(tenant, importId),
                    "Sessions, %d rows".formatted(rows),
                    importId.toString(),
                    4,
                    traceParent));
          });
      return new Upload(api, tenant, importId);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ImportJobsRecord job() {
    return api.read(
        tenant,
        db ->
            db.selectFrom(IMPORT_JOBS)
                .where(IMPORT_JOBS.TENANT_ID.eq(tenant), IMPORT_JOBS.IMPORT_ID.eq(importId))
                .fetchSingle());
  }

  String workflowId() {
    return ImportNames.workflowId(new TenantId(tenant), importId);
  }

  private static String csv(int rows) {
    return IntStream.range(0, rows)
        .mapToObj(i ->
            String.format(
                Locale.ROOT,
                "S-%d,Language Connect,p%d@example.org,v%d@example.org,2026-03-%02dT15:00:00Z,45,4,,B1%n",
                i,
                i % 50,
                i % 20,
                1 + i % 28))
        .collect(Collectors.joining("", HEADER, ""));
  }
}
