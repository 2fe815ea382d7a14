package org.teei.csr.activities.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.activities.imports.ImportFixture.LANGUAGE;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.teei.csr.schema.personaldata.FileKms;
import org.teei.csr.schema.personaldata.PersonKey;
import org.teei.csr.schema.personaldata.PersonKeys;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.storage.FileStorage;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.Finish;
import org.teei.csr.workflows.imports.ImportActivities;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.imports.MergeRange;
import org.teei.csr.workflows.shared.TenantId;

/**
 * A range that is larger than the heap: its rows are as long as the schema allows, and the steps
 * run in a process of their own.
 */
class ImportMemoryTest {
  /** 73 MiB in one range. */
  private static final int ROWS = 2_400;

  /** 12 MiB: more than a portion. */
  private static final int CORRECTED = 400;

  private static final String HEAP = "-Xmx64m";

  /** Four bytes, in the file and in memory. */
  private static final String LETTER = "\uD800\uDF48";

  private static final String TOPIC = LETTER.repeat(1_000);
  private static final String METADATA = LETTER.repeat(1_980);

  @TempDir Path directory;

  @Test
  void aRangeLargerThanTheHeapIsImportedAndCorrected() throws Exception {
    ImportFixture imports = new ImportFixture(directory);
    ImportRef first = imports.upload(file(1, ROWS));
    runInSmallHeap(imports, first);
    UUID kept = (UUID) session(imports, 0).get("feedback_text_id");
    ImportRef second = imports.upload(file(2, CORRECTED));
    runInSmallHeap(imports, second);

    assertThat(imports.job(first)).containsEntry("accepted_rows", (long) ROWS);
    assertThat(imports.job(second)).containsEntry("updated_rows", (long) CORRECTED);
    assertThat(session(imports, 0)).containsEntry("feedback_text_id", kept);
    for (int row : List.of(0, 1, CORRECTED - 1)) {
      assertIsWhole(imports, row, 2);
    }
    for (int row : List.of(CORRECTED + 1, ROWS - 1)) {
      assertIsWhole(imports, row, 1);
    }
    assertThat(imports.count("select count(*) from csr.texts where tenant_id = ?", imports.tenant))
        .isEqualTo(ROWS);
  }

  /** Each version changes all sessions, and the feedback of every other. */
  private Path file(int version, int rows) throws IOException {
    Path file = directory.resolve("sessions-" + version + ".csv");
    try (Writer csv = Files.newBufferedWriter(file)) {
      csv.write(LANGUAGE);
      for (int row = 0; row < rows; row++) {
        csv.append("S-" + row)
            .append(",participant" + row % 100 + "@example.org,volunteer@example.org")
            .append(",2026-03-01,2026-03-02," + (45 + version) + ",4,")
            .append(feedback(row, version))
            .append(",B1," + TOPIC)
            .append(",\"{\"\"note\"\":\"\"" + METADATA + "\"\"}\"\n");
      }
    }
    return file;
  }

  private static String feedback(int row, int version) {
    return LETTER.repeat(4_980) + " " + row + (row % 2 == 0 ? "" : " " + version);
  }

  private static Map<String, Object> session(ImportFixture imports, int row) {
    return imports.row(
        "select * from csr.sessions where tenant_id = ? and external_id = ?",
        imports.tenant,
        "S-" + row);
  }

  private static void assertIsWhole(ImportFixture imports, int row, int version) {
    Map<String, Object> session = session(imports, row);
    UUID participant = (UUID) session.get("participant_id");
    PersonKey key =
        imports
            .worker
            .read(
                imports.tenant,
                db -> imports.personKeys.load(db, imports.tenant, List.of(participant)))
            .get(participant);
    UUID textId = (UUID) session.get("feedback_text_id");
    byte[] text =
        (byte[])
            imports
                .row("select ciphertext from csr.texts where text_id = ?", textId)
                .get("ciphertext");
    byte[] metadata =
        key.decrypt(
            "sessions",
            "metadata_ciphertext",
            (UUID) session.get("session_id"),
            (byte[]) session.get("metadata_ciphertext"));
    assertThat(new String(key.decrypt("texts", "ciphertext", textId, text), UTF_8))
        .isEqualTo(feedback(row, version));
    assertThat((String[]) session.get("topics")).containsExactly(TOPIC);
    assertThat(new String(metadata, UTF_8)).isEqualTo("{\"note\":\"" + METADATA + "\"}");
  }

  private void runInSmallHeap(ImportFixture imports, ImportRef ref) throws Exception {
    Path log = directory.resolve(ref.importId() + ".log");
    ProcessBuilder worker =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                Worker.class.getName(),
                imports.database.url(),
                directory.toString(),
                imports.tenant,
                ref.importId().toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    worker.environment().put("PGPASSWORD", imports.database.password("csr_worker"));
    Process process = worker.start();
    try {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(() -> read(log)).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "no log";
    }
  }

  /** Runs the steps of one import. */
  static final class Worker {
    private Worker() {}

    public static void main(String[] arguments) throws IOException {
      PGSimpleDataSource database = new PGSimpleDataSource();
      database.setURL(arguments[0]);
      database.setUser("csr_worker");
      database.setPassword(System.getenv("PGPASSWORD"));
      Tenancy tenancy = new Tenancy(database);
      Path directory = Path.of(arguments[1]);
      TenantKeys tenantKeys =
          new TenantKeys(tenancy, FileKms.createIfMissing(directory.resolve("kms.json")));
      ImportActivities activities =
          new ImportActivitiesImpl(
              tenancy,
              tenantKeys,
              new PersonKeys(tenantKeys),
              new FileStorage(directory.resolve("storage"), tenantKeys),
              () -> progress -> {});
      ImportRef ref = new ImportRef(new TenantId(arguments[2]), UUID.fromString(arguments[3]));
      activities.stage(ref);
      activities.validate(ref);
      activities.merge(new MergeRange(ref, 1, ROWS));
      activities.finish(new Finish(ref, ImportStatus.COMPLETED, null, null));
    }
  }
}
