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
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.workflows.imports.Finish;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;

class ImportRetentionTest {
  @TempDir Path directory;

  @Test
  void theUploadOfAnEndedImportGoesAtItsDateAndTheLedgerStays() throws IOException {
    ImportFixture imports = new ImportFixture(directory);
    ImportRef ended = imports.upload(csv(imports));
    imports.run(ended);

    retention(imports, Duration.ofDays(29)).expireUploads();
    assertThat(objects(imports)).hasSize(1);
    retention(imports, Duration.ofDays(31)).expireUploads();

    assertThat(objects(imports)).isEmpty();
    assertThat(imports.outcomes(ended)).containsExactly("accepted");
  }

  @Test
  void aRunningImportKeepsItsUpload() throws IOException {
    ImportFixture imports = new ImportFixture(directory);
    imports.activities().stage(imports.upload(csv(imports)));

    retention(imports, Duration.ofDays(31)).expireUploads();

    assertThat(objects(imports)).hasSize(1);
  }

  @Test
  void whatAnExpiredImportHadStagedGoesWithItsUpload() throws IOException {
    ImportFixture imports = new ImportFixture(directory);
    ImportRef ref = imports.upload(csv(imports));
    imports.activities().stage(ref);
    imports.activities().finish(new Finish(ref, ImportStatus.EXPIRED, null, null));

    retention(imports, Duration.ofDays(31)).expireUploads();

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

    retention(imports, Duration.ofHours(23)).expireUploads();
    assertThat(objects(imports)).hasSize(1);
    retention(imports, Duration.ofHours(25)).expireUploads();

    assertThat(objects(imports)).isEmpty();
  }

  private static String csv(ImportFixture imports) {
    return SIMPLE + imports.simpleRow("S-1", email("participant"), email("volunteer"), 4, "");
  }

  private static List<Storage.StoredObject> objects(ImportFixture imports) throws IOException {
    return imports.storage.list(imports.tenant, ImportRetention.FOLDER);
  }

  private static ImportRetention retention(ImportFixture imports, Duration later) {
    return new ImportRetention(
        new SystemView(imports.database.system()),
        imports.worker,
        imports.storage,
        Clock.offset(Clock.systemUTC(), later));
  }
}
