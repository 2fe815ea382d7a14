package org.teei.csr.activities.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.schema.imports.StoredUploads;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.Tenancy;

class AbandonedUploadsTest {
  @TempDir Path directory;

  @Test
  void anUploadGoesAtItsDateWithItsParts() throws IOException {
    ImportFixture imports = new ImportFixture(directory);
    UUID upload = upload(imports, 2);

    expire(imports, Duration.ofHours(23));
    assertThat(objects(imports)).hasSize(2);
    expire(imports, Duration.ofHours(25));

    assertThat(objects(imports)).isEmpty();
    assertThat(count(imports, "uploads", upload)).isZero();
    assertThat(count(imports, "upload_parts", upload)).isZero();
  }

  @Test
  void anUploadThatAGroupHasStillToImportStays() throws IOException {
    ImportFixture imports = new ImportFixture(directory);
    UUID upload = upload(imports, 1);
    UUID group = group(imports, upload);

    expire(imports, Duration.ofDays(30));
    assertThat(objects(imports)).hasSize(1);
    imports.worker.change(
        imports.tenant,
        db ->
            db.execute(
                "update csr.import_groups set status = 'cancelled', finished_at = now() where group_id = ?",
                group));
    expire(imports, Duration.ofDays(30));

    assertThat(objects(imports)).isEmpty();
  }

  @Test
  void aStoredPartThatNoUploadHasGoesAfterADay() throws IOException {
    ImportFixture imports = new ImportFixture(directory);
    store(imports, StoredUploads.FOLDER + UUID.randomUUID() + "/left-over");

    expire(imports, Duration.ofHours(23));
    assertThat(objects(imports)).hasSize(1);
    expire(imports, Duration.ofHours(25));

    assertThat(objects(imports)).isEmpty();
  }

  private static UUID upload(ImportFixture imports, int parts) throws IOException {
    UUID upload = UUID.randomUUID();
    api(imports)
        .change(
            imports.tenant,
            db ->
                db.execute(
                    """
                    insert into csr.uploads (tenant_id, upload_id, length, received, created_by, expires_at)
                    values (?, ?, 100, ?, 'test', now() + interval '1 day')
                    """,
                    imports.tenant,
                    upload,
                    parts));
    for (int i = 0; i < parts; i++) {
      String name = StoredUploads.FOLDER + upload + "/" + i;
      store(imports, name);
      int offset = i;
      api(imports)
          .change(
              imports.tenant,
              db ->
                  db.execute(
                      "insert into csr.upload_parts values (?, ?, ?, 1, ?)",
                      imports.tenant,
                      upload,
                      offset,
                      name));
    }
    return upload;
  }

  private static UUID group(ImportFixture imports, UUID upload) {
    UUID group = UUID.randomUUID();
    api(imports)
        .change(
            imports.tenant,
            db -> {
              db.execute(
                  """
                  insert into csr.import_groups
                    (tenant_id, group_id, name, kind, options, file_order, on_failure, workflow_id, created_by)
                  values (?, ?, 'old', 'sessions', '{}', 'strict', 'stop', ?, 'test')
                  """,
                  imports.tenant,
                  group,
                  "g" + group);
              db.execute(
                  "insert into csr.import_group_files (tenant_id, group_id, position, upload_id) values (?, ?, 1, ?)",
                  imports.tenant,
                  group,
                  upload);
            });
    return group;
  }

  private static void store(ImportFixture imports, String name) throws IOException {
    imports.storage.write(imports.tenant, name, new ByteArrayInputStream("x".getBytes(UTF_8)));
  }

  private static Tenancy api(ImportFixture imports) {
    return new Tenancy(imports.database.api());
  }

  private static long count(ImportFixture imports, String table, UUID upload) {
    return imports.count("select count(*) from csr." + table + " where upload_id = ?", upload);
  }

  private static List<Storage.StoredObject> objects(ImportFixture imports) throws IOException {
    return imports.storage.list(imports.tenant, StoredUploads.FOLDER);
  }

  private static void expire(ImportFixture imports, Duration later) throws IOException {
    var uploads =
        new AbandonedUploads(
            imports.worker, imports.storage, Clock.offset(Clock.systemUTC(), later));
    int removed = 1;
    while (removed > 0) {
      removed = uploads.removeSome(imports.tenant);
    }
  }
}
