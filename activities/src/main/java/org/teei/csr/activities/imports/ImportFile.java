package org.teei.csr.activities.imports;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.engines.imports.Block;
import org.teei.csr.engines.imports.CorrectionCsv;
import org.teei.csr.engines.imports.FileRefused;
import org.teei.csr.engines.imports.HeaderMatch;
import org.teei.csr.engines.imports.ImportSchemas;
import org.teei.csr.engines.imports.RawRow;
import org.teei.csr.engines.imports.RecordBlocks;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.workflows.shared.FailureClass;

/** The stored file of an import. Memory is bounded by the size of a block. */
final class ImportFile {
  private static final int BLOCK_ROWS = 10_000;
  private static final int BLOCK_BYTES = 2 << 20;

  private final Storage storage;
  private final ImportJob job;
  private final HeaderMatch header;
  private final Block.Position firstRow;

  private ImportFile(Storage storage, ImportJob job, HeaderMatch header, Block.Position firstRow) {
    this.storage = storage;
    this.job = job;
    this.header = header;
    this.firstRow = firstRow;
  }

  /**
   * Reads the header.
   *
   * @throws FileRefused if it cannot be read
   */
  static ImportFile open(Storage storage, ImportJob job) throws IOException, FileRefused {
    try (RecordBlocks blocks =
        RecordBlocks.open(
            storage.open(job.tenant(), job.storedObject(), 0),
            job.delimiter(),
            1,
            1,
            job.reading().declared().cells())) {
      List<String> cells = blocks.header();
      HeaderMatch header =
          ImportSchemas.match(
              job.schema().kind(),
              job.attempt() == 0 ? cells : CorrectionCsv.cells(cells),
              job.reading());
      if (!header.schema().equals(job.schema())) {
        throw new StepFailure(FailureClass.DATA, "schema-changed");
      }
      return new ImportFile(storage, job, header, blocks.position());
    }
  }

  HeaderMatch header() {
    return header;
  }

  /** A row as the checks want it, wherever it comes from. */
  RawRow content(RawRow row) {
    return job.attempt() == 0
        ? row
        : new RawRow(
            row.number(), row.line(), row.offset(), row.length(), CorrectionCsv.cells(row.cells()));
  }

  /** The place of the first row. */
  Block.Position firstRow() {
    return firstRow;
  }

  /** The rows from a place on. */
  RecordBlocks rowsFrom(Block.Position position) throws IOException {
    return RecordBlocks.resume(
        storage.open(job.tenant(), job.storedObject(), position.offset()),
        job.delimiter(),
        position,
        BLOCK_ROWS,
        BLOCK_BYTES,
        job.reading().declared().cells());
  }

  /** How many physical lines end before an offset. */
  long linesBefore(long offset) throws IOException {
    try (InputStream in = storage.open(job.tenant(), job.storedObject(), 0)) {
      byte[] buffer = new byte[1 << 16];
      long left = offset;
      long lines = 0;
      byte previous = 0;
      while (left > 0) {
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          throw new StepFailure(FailureClass.DATA, "stored-file-changed");
        }
        for (int i = 0; i < count; i++) {
          byte b = buffer[i];
          if (b == '\r' || (b == '\n' && previous != '\r')) {
            lines++;
          }
          previous = b;
        }
        left -= count;
      }
      return lines;
    }
  }
}
