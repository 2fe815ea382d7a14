package org.teei.csr.engines.imports;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A corrected file of rejected rows, read as the file of {@link CorrectionCsv} that is stored of
 * it. Memory is bounded by a portion of rows. The stream ends early where the file cannot be taken:
 * {@link #refused} says why, or who looked at the rows knows.
 */
public final class CorrectionInput extends InputStream {
  private static final int BLOCK_ROWS = 5_000;
  private static final int BLOCK_BYTES = 1 << 20;

  private final CorrectionHeader header;
  private final RecordBlocks blocks;
  private final CorrectionCsv csv;
  private final Predicate<List<CorrectedRow>> taker;
  private byte[] portion;
  private int next;
  private long rows;
  private boolean ended;
  private @Nullable FileRefused refused;

  private CorrectionInput(
      CorrectionHeader header,
      RecordBlocks blocks,
      CorrectionCsv csv,
      Predicate<List<CorrectedRow>> taker) {
    this.header = header;
    this.blocks = blocks;
    this.csv = csv;
    this.taker = taker;
    this.portion = csv.take();
  }

  /**
   * @param raw the corrected file as it was sent, from its first byte; not closed
   * @param header of it
   * @param original the raw header of the import's own file
   * @param delimiter of the import's own file
   * @param taker sees the rows portion by portion before they come out; false ends the stream
   * @throws FileRefused if the header cannot be read
   */
  public static CorrectionInput open(
      InputStream raw,
      CorrectionHeader header,
      List<String> original,
      CsvFormat.Delimiter delimiter,
      Predicate<List<CorrectedRow>> taker)
      throws IOException, FileRefused {
    RecordBlocks blocks =
        RecordBlocks.open(
            NormalizedInput.of(raw, header.encoding()),
            header.delimiter(),
            BLOCK_ROWS,
            BLOCK_BYTES);
    return new CorrectionInput(header, blocks, new CorrectionCsv(original, delimiter), taker);
  }

  /** Why the file cannot be read on, where that is so. */
  public @Nullable FileRefused refused() {
    return refused;
  }

  /** So many rows came out. */
  public long rows() {
    return rows;
  }

  @Override
  public int read() throws IOException {
    return advance() ? portion[next++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!advance()) {
      return -1;
    }
    int count = Math.min(length, portion.length - next);
    System.arraycopy(portion, next, bytes, offset, count);
    next += count;
    return count;
  }

  /** Makes sure that a byte is ready; false at the end. */
  private boolean advance() throws IOException {
    while (next == portion.length && !ended) {
      portion = portion();
      next = 0;
    }
    return next < portion.length;
  }

  private byte[] portion() throws IOException {
    try {
      Block block = blocks.next();
      if (block == null) {
        ended = true;
        return new byte[0];
      }
      List<CorrectedRow> corrected = new ArrayList<>(block.rows().size());
      for (RawRow row : block.rows()) {
        if (!CorrectionHeader.empty(row)) {
          corrected.add(header.row(row));
        }
      }
      ended = !taker.test(corrected);
      for (CorrectedRow row : corrected) {
        if (!csv.write(row.number(), row.cells())) {
          throw new FileRefused(
              FileProblem.over(
                  FileProblemCode.RECORD_TOO_LONG, row.line(), RecordBlocks.MAX_RECORD_BYTES));
        }
      }
      rows += corrected.size();
      return csv.take();
    } catch (FileRefused refusal) {
      refused = refusal;
      ended = true;
      return new byte[0];
    }
  }
}
