package org.teei.csr.bench.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamException;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import org.teei.csr.engines.imports.Block;
import org.teei.csr.engines.imports.FileRefused;
import org.teei.csr.engines.imports.RawRow;
import org.teei.csr.engines.imports.RecordBlocks;

/** Reads one part of a file; the place of the next row is kept with each chunk. */
final class SessionReader implements ItemStreamReader<RawRow> {
  static final String LAST_ROW = "lastRow";

  private static final String OFFSET = "offset";
  private static final String ROW = "row";
  private static final String LINE = "line";

  private final Path file;
  private @Nullable RecordBlocks blocks;
  private Iterator<RawRow> rows = Collections.emptyIterator();
  private Block.Position next = new Block.Position(0, 0, 0);
  private Block.Position nextBlock = next;
  private long lastRow;

  SessionReader(Path file) {
    this.file = file;
  }

  static void keep(Block.Position position, ExecutionContext context) {
    context.putLong(OFFSET, position.offset());
    context.putLong(ROW, position.row());
    context.putLong(LINE, position.line());
  }

  @Override
  public void open(ExecutionContext context) {
    next = new Block.Position(context.getLong(OFFSET), context.getLong(ROW), context.getLong(LINE));
    lastRow = context.getLong(LAST_ROW);
    rows = Collections.emptyIterator();
    try {
      blocks = FileSurvey.rowsFrom(file, next);
    } catch (IOException | FileRefused e) {
      throw new ItemStreamException(e);
    }
  }

  @Override
  public @Nullable RawRow read() throws IOException, FileRefused {
    if (next.row() > lastRow || blocks == null) {
      return null;
    }
    if (!rows.hasNext()) {
      Block block = blocks.next();
      if (block == null) {
        return null;
      }
      rows = block.rows().iterator();
      nextBlock = block.next();
    }
    RawRow row = rows.next();
    next =
        rows.hasNext()
            // The line break that is left there reads as a blank line.
            ? new Block.Position(row.offset() + row.length(), row.number() + 1, row.line())
            : nextBlock;
    return row;
  }

  @Override
  public void update(ExecutionContext context) {
    keep(next, context);
  }

  @Override
  public void close() {
    if (blocks != null) {
      try {
        blocks.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      blocks = null;
    }
  }
}
