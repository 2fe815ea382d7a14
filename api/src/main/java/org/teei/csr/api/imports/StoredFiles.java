package org.teei.csr.api.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_ATTEMPTS;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.teei.csr.engines.imports.CorrectionCsv;
import org.teei.csr.engines.imports.CsvFormat.Delimiter;
import org.teei.csr.engines.imports.FileRefused;
import org.teei.csr.engines.imports.RecordBlocks;
import org.teei.csr.schema.jooq.tables.records.ImportJobsRecord;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Reads rows of an import where the ledger says that they stand: in its own file or in that of a
 * correction. Few of them are open at a time.
 */
final class StoredFiles implements AutoCloseable {
  private static final int MOST_OPEN = 8;

  private final Storage storage;
  private final Tenancy tenancy;
  private final ImportJobsRecord job;
  private final Delimiter delimiter;

  /** By attempt, the one used last at the end. */
  private final Map<Integer, StoredRows> open = new LinkedHashMap<>(16, 0.75f, true);

  StoredFiles(Storage storage, Tenancy tenancy, ImportJobsRecord job) {
    this.storage = storage;
    this.tenancy = tenancy;
    this.job = job;
    this.delimiter = Delimiter.of(job.getDelimiter());
  }

  /**
   * The raw header of the import's own file.
   *
   * @throws NoSuchFileException if the file is not kept any more
   */
  List<String> header() throws IOException {
    try (var file = storage.open(job.getTenantId(), job.getStoredObject(), 0);
        var blocks =
            RecordBlocks.open(file, delimiter, 1, 1, StoredReading.of(job).declared().cells())) {
      return blocks.header();
    } catch (FileRefused changed) {
      throw new IOException("The stored file has no header any more", changed);
    }
  }

  /** The raw cells of a row, in the columns of the import's own file. */
  List<String> cells(RowPlace place) throws IOException {
    var record = rows(place.attempt()).read(place.offset(), place.length());
    var cells = RecordBlocks.cellsOf(record, delimiter);
    return place.attempt() == 0 ? cells : CorrectionCsv.cells(cells);
  }

  private StoredRows rows(int attempt) throws IOException {
    var rows = open.get(attempt);
    if (rows == null) {
      if (open.size() == MOST_OPEN) {
        var eldest = open.values().iterator();
        eldest.next().close();
        eldest.remove();
      }
      rows = new StoredRows(storage, job.getTenantId(), object(attempt));
      open.put(attempt, rows);
    }
    return rows;
  }

  private String object(int attempt) throws NoSuchFileException {
    if (attempt == 0) {
      return job.getStoredObject();
    }
    var object =
        tenancy.read(
            job.getTenantId(),
            db ->
                db.select(IMPORT_ATTEMPTS.STORED_OBJECT)
                    .from(IMPORT_ATTEMPTS)
                    .where(
                        IMPORT_ATTEMPTS.TENANT_ID.eq(job.getTenantId()),
                        IMPORT_ATTEMPTS.IMPORT_ID.eq(job.getImportId()),
                        IMPORT_ATTEMPTS.ATTEMPT.eq(attempt))
                    .fetchOptional(IMPORT_ATTEMPTS.STORED_OBJECT)
                    .orElse(""));
    if (object.isEmpty()) {
      throw new NoSuchFileException("attempt " + attempt);
    }
    return object;
  }

  @Override
  public void close() throws IOException {
    for (var rows : open.values()) {
      rows.close();
    }
  }
}
