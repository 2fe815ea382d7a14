package org.teei.csr.activities.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.teei.csr.engines.imports.CorrectionCsv;
import org.teei.csr.engines.imports.CsvFormat.Delimiter;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.imports.ImportRef;

/** A correction as the API makes one of a file that is sound. */
final class Correction {
  private final ImportFixture imports;
  private final ImportRef ref;
  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final CorrectionCsv csv;

  /**
   * @param header the header of the file of the import
   */
  Correction(ImportFixture imports, ImportRef ref, String header) {
    this.imports = imports;
    this.ref = ref;
    this.csv = new CorrectionCsv(cells(header), Delimiter.COMMA);
  }

  /**
   * @param line as it would stand in the file of the import, without quotation marks
   */
  Correction row(long number, String line) {
    if (!csv.write(number, cells(line))) {
      throw new IllegalArgumentException("too long");
    }
    file.writeBytes(csv.take());
    return this;
  }

  /** The attempt, ready to run. */
  ImportRef accepted() {
    int attempt =
        (int)
                imports.count(
                    "select coalesce(max(attempt), 0) from csr.import_attempts where import_id = ?",
                    ref.importId())
            + 1;
    String name = "imports/" + UUID.randomUUID();
    byte[] content = file.toByteArray();
    try {
      imports.storage.write(imports.tenant, name, new ByteArrayInputStream(content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    new Tenancy(imports.database.api())
        .change(
            imports.tenant,
            db -> {
              db.execute(
                  """
                  insert into csr.import_attempts (tenant_id, import_id, attempt, kind, workflow_id, content_sha256,
                    stored_object, stored_length, created_by)
                  values (?, ?, ?, 'correction', ?, ?, ?, ?, 'test')
                  """,
                  imports.tenant,
                  ref.importId(),
                  attempt,
                  ImportNames.correctionId(ref.tenant(), ref.importId(), attempt),
                  name.getBytes(UTF_8),
                  name,
                  (long) content.length);
              db.execute(
                  """
                  update csr.import_jobs set status = 'correcting', finished_at = null
                  where tenant_id = ? and import_id = ? and status = 'completed'
                  """,
                  imports.tenant,
                  ref.importId());
            });
    return new ImportRef(ref.tenant(), ref.importId(), attempt);
  }

  private static List<String> cells(String line) {
    return Arrays.asList(line.strip().split(",", -1));
  }
}
