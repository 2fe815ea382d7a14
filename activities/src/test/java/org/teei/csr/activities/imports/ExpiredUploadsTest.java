package org.teei.csr.activities.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.activities.imports.ImportFixture.SIMPLE;
import static org.teei.csr.activities.imports.ImportFixture.email;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.workflows.imports.Finish;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;

class ExpiredUploadsTest {
  @TempDir Path directory;

  @Test
  void theUploadOfAnEndedImportGoesAtItsDateWithTheLinesOfItsLedger() throws IOException {
    ImportFixture imports = new ImportFixture(directory);
    ImportRef ended = imports.upload(csv(imports));
    imports.run(ended);

    expire(imports, Duration.ofDays(29));
    assertThat(objects(imports)).hasSize(1);
    expire(imports, Duration.ofDays(31));

    assertThat(objects(imports)).isEmpty();
    assertThat(imports.outcomes(ended)).isEmpty();
    assertThat(imports.job(ended)).containsEntry("stored_object", "");
  }

  @Test
  void whatAnImportReplacedGoesWithItsUpload() throws IOException {
    ImportFixture imports = new ImportFixture(directory);
    String csv = csv(imports);
    imports.run(csv);
    imports.run(csv.replace(",45,", ",50,"));
    assertThat(new Undos(imports).count("import_undo_images")).isPositive();

    expire(imports, Duration.ofDays(31));

    assertThat(new Undos(imports).count("import_undo_images")).isZero();
  }

  @Test
  void aRunningImportKeepsItsUpload() throws IOException {
    ImportFixture imports = new ImportFixture(directory);
    imports.activities().stage(imports.upload(csv(imports)));

    expire(imports, Duration.ofDays(31));

    assertThat(objects(imports)).hasSize(1);
  }

  @Test
  void whatAnExpiredImportHadStagedGoesWithItsUpload() throws IOException {
    ImportFixture imports = new ImportFixture(directory);
    ImportRef ref = imports.upload(csv(imports));
    imports.activities().stage(ref);
    imports.activities().finish(new Finish(ref, ImportStatus.EXPIRED, null, null));

    expire(imports, Duration.ofDays(31));

    assertThat(
            imports.count(
                "select count(*) from csr.import_staging where import_id = ?", ref.importId()))
        .isZero();
  }

  @Test
  void anObjectThatNoJobKnowsGoesAfterADay() throws IOException {
    ImportFixture imports = new ImportFixture(directory);
    imports.storage.write(
        imports.tenant, "imports/left-over", new ByteArrayInputStream("x".getBytes(UTF_8)));

    expire(imports, Duration.ofHours(23));
    assertThat(objects(imports)).hasSize(1);
    expire(imports, Duration.ofHours(25));

    assertThat(objects(imports)).isEmpty();
  }

  private static String csv(ImportFixture imports) {
    return SIMPLE + imports.simpleRow("S-1", email("participant"), email("volunteer"), 4, "");
  }

  private static List<Storage.StoredObject> objects(ImportFixture imports) throws IOException {
    return imports.storage.list(imports.tenant, ExpiredUploads.FOLDER);
  }

  private static void expire(ImportFixture imports, Duration later) throws IOException {
    var uploads =
        new ExpiredUploads(imports.worker, imports.storage, Clock.offset(Clock.systemUTC(), later));
    int removed = 1;
    while (removed > 0) {
      removed = uploads.removeSome(imports.tenant);
    }
  }
}
