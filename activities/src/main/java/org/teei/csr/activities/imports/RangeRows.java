package org.teei.csr.activities.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.engines.imports.Block;
import org.teei.csr.engines.imports.FileRefused;
import org.teei.csr.engines.imports.KindCheck;
import org.teei.csr.engines.imports.RawRow;
import org.teei.csr.engines.imports.RecordBlocks;
import org.teei.csr.engines.imports.RowCheck;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.workflows.shared.FailureClass;

/** Staged rows, read again from the contiguous slice of the stored file that holds them. */
final class RangeRows {
  private final ImportFile file;
  private final KindCheck check;

  private RangeRows(ImportFile file, KindCheck check) {
    this.file = file;
    this.check = check;
  }

  /** Takes rows one after the other. */
  @FunctionalInterface
  interface Reader {
    void row(Place place, RowCheck row) throws SQLException;
  }

  static RangeRows open(Storage storage, ImportJob job) {
    try {
      ImportFile file = ImportFile.open(storage, job);
      return new RangeRows(file, KindCheck.of(file.header(), job.createdAt()));
    } catch (FileRefused refused) {
      throw changed();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param places at least one, in the order of the file
   */
  void read(List<Place> places, Reader reader) throws SQLException {
    Place first = places.getFirst();
    int next = 0;
    try (RecordBlocks blocks = file.rowsFrom(new Block.Position(first.offset(), first.row(), 1))) {
      while (next < places.size()) {
        Block block = blocks.next(atMost(blocks.position().row(), places.getLast().row()));
        if (block == null) {
          throw changed();
        }
        for (RawRow row : block.rows()) {
          if (row.number() == places.get(next).row()) {
            Place place = places.get(next++);
            if (row.offset() != place.offset()) {
              throw changed();
            }
            reader.row(place, check.check(file.content(row)));
          }
        }
      }
    } catch (FileRefused refused) {
      throw changed();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int atMost(long nextRow, long lastRow) {
    return (int) Math.min(Integer.MAX_VALUE, lastRow - nextRow + 1);
  }

  private static StepFailure changed() {
    return new StepFailure(FailureClass.DATA, "stored-file-changed");
  }
}
