package org.teei.csr.activities.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.teei.csr.schema.imports.ImportQuota.Limits;
import org.teei.csr.schema.imports.StoredUploads;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

/** A tenant with uploads, groups and folders, for those who make imports of them. */
public final class IntakeFixture {
  public static final Limits LIMITS = new Limits(50, 1L << 30);

  /** Headers of a partner, and a row in the habits of its spreadsheet. */
  public static final String NORWEGIAN_MAPPING =
      """
      {"Nr":"session_id","Deltaker":"participant_email","Frivillig":"volunteer_email","Dato":"scheduled_at",
       "Varighet":"duration_minutes","Karakter":"rating","Kommentar":"feedback_text","Fylke":null}\
      """;

  public static final String NORWEGIAN_FORMAT =
      "{\"dateFormat\":\"dd.MM.yyyy\",\"decimalSeparator\":\",\",\"delimiter\":\"semicolon\",\"encoding\":\"windows-1252\"}";

  private final ImportFixture imports;

  public IntakeFixture(Path directory) {
    this.imports = new ImportFixture(directory);
  }

  public String tenant() {
    return imports.tenant;
  }

  public Tenancy worker() {
    return imports.worker;
  }

  public Tenancy api() {
    return new Tenancy(imports.database.api());
  }

  public SystemView system() {
    return new SystemView(imports.database.system());
  }

  public Storage storage() {
    return imports.storage;
  }

  public TenantKeys keys() {
    return imports.tenantKeys;
  }

  public List<Map<String, Object>> rows(String sql, Object... parameters) {
    return imports.rows(sql, parameters);
  }

  public long count(String sql, Object... parameters) {
    return imports.count(sql, parameters);
  }

  public void execute(String sql, Object... parameters) {
    imports.execute(sql, parameters);
  }

  /** A file of sessions, with content of its own. */
  public String csv(int rows) {
    StringBuilder text = new StringBuilder(ImportFixture.SIMPLE);
    String mark = UUID.randomUUID().toString();
    for (int i = 0; i < rows; i++) {
      text.append(
          imports.simpleRow(
              mark + "-" + i, ImportFixture.email("p"), ImportFixture.email("v"), 4, ""));
    }
    return text.toString();
  }

  /** A file with a row, as {@link #NORWEGIAN_MAPPING} and {@link #NORWEGIAN_FORMAT} have it. */
  public static byte[] norwegian() {
    return ("Nr;Deltaker;Frivillig;Dato;Varighet;Karakter;Kommentar\r\n"
            + "%s;%s;%s;05.01.2026;60;4,5;p\u00e5 t\u00e5\r\n"
                .formatted(UUID.randomUUID(), ImportFixture.email("p"), ImportFixture.email("v")))
        .getBytes(Charset.forName("windows-1252"));
  }

  /** An upload that came in two pieces. */
  public UUID upload(String content) throws IOException {
    return upload(content.getBytes(UTF_8));
  }

  public UUID upload(byte[] bytes) throws IOException {
    UUID upload = UUID.randomUUID();
    api()
        .change(
            tenant(),
            db ->
                db.execute(
                    """
                    insert into csr.uploads (tenant_id, upload_id, length, received, created_by, expires_at)
                    values (?, ?, ?, ?, 'test', now() + interval '1 day')
                    """,
                    tenant(),
                    upload,
                    bytes.length,
                    bytes.length));
    int half = bytes.length / 2;
    part(upload, bytes, 0, half);
    part(upload, bytes, half, bytes.length - half);
    return upload;
  }

  private void part(UUID upload, byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return;
    }
    String name = StoredUploads.FOLDER + upload + "/" + offset;
    storage().write(tenant(), name, new ByteArrayInputStream(bytes, offset, length));
    api()
        .change(
            tenant(),
            db ->
                db.execute(
                    "insert into csr.upload_parts values (?, ?, ?, ?, ?)",
                    tenant(),
                    upload,
                    offset,
                    length,
                    name));
  }

  public UUID group(String order, String onFailure, String options, List<UUID> uploads) {
    UUID group = UUID.randomUUID();
    api()
        .change(
            tenant(),
            db -> {
              db.execute(
                  """
                  insert into csr.import_groups
                    (tenant_id, group_id, name, kind, options, file_order, on_failure, workflow_id, created_by)
                  values (?, ?, 'old', 'sessions', ?::jsonb, ?, ?, ?, 'somebody')
                  """,
                  tenant(),
                  group,
                  options,
                  order,
                  onFailure,
                  "g" + group);
              int position = 0;
              for (UUID upload : uploads) {
                position++;
                db.execute(
                    "insert into csr.import_group_files (tenant_id, group_id, position, upload_id) values (?, ?, ?, ?)",
                    tenant(),
                    group,
                    position,
                    upload);
              }
            });
    return group;
  }

  /** What is said of how the files of a folder or group are read. */
  public void read(String table, String key, UUID id, String mapping, String declared) {
    execute(
        "update csr.%s set mapping = ?::jsonb, declared = ?::jsonb where %s = ?"
            .formatted(table, key),
        mapping,
        declared,
        id);
  }

  /** The mapping that the company has for files of sessions. */
  public void remember(String mapping) {
    execute(
        "insert into csr.import_mappings (tenant_id, kind, mapping) values (?, 'sessions', ?::jsonb)",
        tenant(),
        mapping);
  }

  /** What the company may have at a time. */
  public void limit(Integer running, Long bytes) {
    execute("delete from csr.import_limits where tenant_id = ?", tenant());
    execute(
        "insert into csr.import_limits (tenant_id, running_imports, stored_bytes, changed_by) values (?, ?, ?, 'test')",
        tenant(),
        running,
        bytes);
  }

  /** The imports of the company end. */
  public void endImports() {
    execute(
        "update csr.import_jobs set status = 'completed', finished_at = now() where tenant_id = ?",
        tenant());
  }

  public UUID folder(String name) {
    UUID folder = UUID.randomUUID();
    api()
        .change(
            tenant(),
            db ->
                db.execute(
                    """
                    insert into csr.import_folders
                      (tenant_id, folder_id, name, kind, options, enabled, interval_seconds, created_by)
                    values (?, ?, ?, 'sessions',
                      '{"force": false, "mode": "commit", "errorPolicy": "skip-invalid", "unknownPeople": "reject"}',
                      true, 60, 'somebody')
                    """,
                    tenant(),
                    folder,
                    name));
    return folder;
  }
}
