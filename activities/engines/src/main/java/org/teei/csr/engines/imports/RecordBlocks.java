package org.teei.csr.engines.imports;

import de.siegmar.fastcsv.reader.CloseableIterator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a normalised file (UTF-8 without byte order mark) in blocks, each row with
 * its place, so that any of them can be read again. Memory is bounded by the block size and {@link
 * #MAX_RECORD_BYTES}, whatever the file holds. A line of nothing but blanks is no row.
 *
 * <p>Not safe for use by several threads.
 */
public final class RecordBlocks implements AutoCloseable {
  /** The longest record that is read, in bytes without its line ending. */
  public static final int MAX_RECORD_BYTES = 1 << 20;

  private static final int CHUNK = 1 << 16;

  /** Of a row, far beyond any header: whether there are more does not change what it is. */
  private static final int MOST_CELLS = 4 * ImportSchemas.MAX_COLUMNS;

  /** A block ends after so many blank lines. */
  private static final int MOST_BLANK_LINES = 1 << 14;

  private final InputStream in;
  private final CsvFormat.Delimiter delimiter;
  private final int maxRows;
  private final int maxBytes;
  private final RecordScanner scanner;
  private final CharsetDecoder utf8 =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);

  /** Bytes from {@code blockStart} belong to the block that is being read. */
  private byte[] buffer = new byte[CHUNK * 2];

  private int blockStart;
  private int filled;
  private boolean ended;

  /** Records of the block that is being read, relative to {@code blockStart}; 0 is a blank line. */
  private int[] starts = new int[256];

  private int[] lengths = new int[256];
  private long[] lines = new long[256];
  private long[] numbers = new long[256];
  private int records;

  private Block.Position position;
  private List<String> header = List.of();
  private @Nullable FileRefused pending;

  private RecordBlocks(
      InputStream in,
      CsvFormat.Delimiter delimiter,
      Block.Position position,
      int maxRows,
      int maxBytes,
      CellFormats formats) {
    if (maxRows < 1 || maxBytes < 1) {
      throw new IllegalArgumentException("a block holds at least one row and byte");
    }
    this.in = in;
    this.delimiter = delimiter;
    this.position = position;
    this.maxRows = maxRows;
    this.maxBytes = maxBytes;
    this.scanner = new RecordScanner(delimiter, position.line(), formats.excel());
  }

  /**
   * Reads a file from its first byte. The header is read at once.
   *
   * @param in the normalised file; closed with this
   * @param maxRows the most rows of a block
   * @param maxBytes a block ends with the first record that reaches so many bytes
   * @throws FileRefused if the header cannot be read or there is none
   */
  public static RecordBlocks open(
      InputStream in, CsvFormat.Delimiter delimiter, int maxRows, int maxBytes)
      throws IOException, FileRefused {
    return open(in, delimiter, maxRows, maxBytes, CellFormats.NONE);
  }

  /**
   * As above.
   *
   * @param formats what was declared: rows of empty cells may be no rows
   */
  public static RecordBlocks open(
      InputStream in, CsvFormat.Delimiter delimiter, int maxRows, int maxBytes, CellFormats formats)
      throws IOException, FileRefused {
    RecordBlocks blocks =
        new RecordBlocks(in, delimiter, new Block.Position(0, 0, 1), maxRows, maxBytes, formats);
    Block first = blocks.read(1);
    if (first == null) {
      throw new FileRefused(FileProblem.of(FileProblemCode.EMPTY));
    }
    blocks.header = first.rows().getFirst().cells();
    return blocks;
  }

  /**
   * Goes on in the middle of a file.
   *
   * @param in the normalised file from the byte at {@code position.offset()}; closed with this
   * @param position the {@link Block#start} or {@link Block#next} of a block read before, or the
   *     place of a {@link RawRow}
   */
  public static RecordBlocks resume(
      InputStream in,
      CsvFormat.Delimiter delimiter,
      Block.Position position,
      int maxRows,
      int maxBytes) {
    return resume(in, delimiter, position, maxRows, maxBytes, CellFormats.NONE);
  }

  /**
   * As above.
   *
   * @param formats as the file was opened with
   */
  public static RecordBlocks resume(
      InputStream in,
      CsvFormat.Delimiter delimiter,
      Block.Position position,
      int maxRows,
      int maxBytes,
      CellFormats formats) {
    return new RecordBlocks(in, delimiter, position, maxRows, maxBytes, formats);
  }

  /**
   * The raw cells of one record, for rows that are read again by offset and length.
   *
   * @param record the bytes of exactly one record that was read before
   */
  public static List<String> cellsOf(byte[] record, CsvFormat.Delimiter delimiter) {
    try (CloseableIterator<List<String>> parsed =
        RecordCells.read(new String(record, StandardCharsets.UTF_8), delimiter, Integer.MAX_VALUE)
            .iterator()) {
      return parsed.next();
    } catch (IOException e) {
      throw new IllegalStateException("a string was not readable");
    }
  }

  /** The raw cells of the header; empty for a reader that was resumed. */
  public List<String> header() {
    return header;
  }

  /** Where the next block begins. */
  public Block.Position position() {
    return position;
  }

  /**
   * The next rows, or null after the last.
   *
   * @throws FileRefused at the first place from which on the file cannot be read; all rows before
   *     it have been returned
   */
  public @Nullable Block next() throws IOException, FileRefused {
    return read(maxRows);
  }

  /** As {@link #next()}, with at most so many rows, to stop at the end of a range. */
  public @Nullable Block next(int atMost) throws IOException, FileRefused {
    return read(Math.min(maxRows, atMost));
  }

  private @Nullable Block read(int atMost) throws IOException, FileRefused {
    if (pending != null) {
      throw pending;
    }
    Block block;
    do {
      records = 0;
      long nextNumber = position.row();
      int end = 0;
      boolean more = true;
      try {
        while (more
            && nextNumber - position.row() < atMost
            && end < maxBytes
            && records - (nextNumber - position.row()) < MOST_BLANK_LINES) {
          long line = scanner.line();
          int length = recordLength(end);
          if (length < 0) {
            more = false;
          } else {
            boolean blank = scanner.blank(buffer, blockStart + end, blockStart + end + length);
            remember(end, length, line, blank ? -1 : nextNumber);
            if (!blank) {
              nextNumber++;
            }
            end += length + lineEnding(blockStart + end + length);
            scanner.nextRecord();
          }
        }
      } catch (FileRefused refused) {
        pending = refused;
      }
      block = records == 0 ? null : block(end);
      if (pending != null && (block == null || block.rows().isEmpty())) {
        throw pending;
      }
    } while (block != null && block.rows().isEmpty());
    return block;
  }

  /**
   * The length of the record that starts so many bytes into the block, or -1 at the end of the
   * file.
   */
  private int recordLength(int start) throws IOException, FileRefused {
    int scanned = blockStart + start;
    while (true) {
      // No further than the limit, so that what is said of it does not depend on how bytes come in.
      int limit = Math.min(filled, blockStart + start + MAX_RECORD_BYTES + 1);
      int end = scanner.scan(buffer, scanned, limit);
      int length = (end < 0 ? limit : end) - blockStart - start;
      if (length > MAX_RECORD_BYTES) {
        throw new FileRefused(
            scanner.insideQuotes()
                ? FileProblem.over(
                    FileProblemCode.UNCLOSED_QUOTE, scanner.quoteLine(), MAX_RECORD_BYTES)
                : FileProblem.over(
                    FileProblemCode.RECORD_TOO_LONG, scanner.line(), MAX_RECORD_BYTES));
      }
      if (end >= 0) {
        return length;
      }
      if (!fill()) {
        if (scanner.insideQuotes()) {
          throw new FileRefused(
              FileProblem.at(FileProblemCode.UNCLOSED_QUOTE, scanner.quoteLine()));
        }
        return length == 0 ? -1 : length;
      }
      scanned = blockStart + start + length;
    }
  }

  /** Reads more of the file behind the bytes of the current block; false at its end. */
  private boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    if (filled == buffer.length) {
      byte[] room = blockStart < buffer.length / 2 ? new byte[buffer.length * 2] : buffer;
      System.arraycopy(buffer, blockStart, room, 0, filled - blockStart);
      buffer = room;
      filled -= blockStart;
      blockStart = 0;
    }
    int count = in.read(buffer, filled, buffer.length - filled);
    if (count < 0) {
      ended = true;
      return false;
    }
    filled += count;
    return true;
  }

  private int lineEnding(int index) throws IOException {
    int offset = index - blockStart;
    if (index == filled) {
      return 0;
    }
    if (buffer[index] == '\n') {
      return 1;
    }
    while (blockStart + offset + 1 == filled) {
      if (!fill()) {
        return 1;
      }
    }
    return buffer[blockStart + offset + 1] == '\n' ? 2 : 1;
  }

  private void remember(int start, int length, long line, long number) {
    if (records == starts.length) {
      starts = Arrays.copyOf(starts, records * 2);
      lengths = Arrays.copyOf(lengths, records * 2);
      lines = Arrays.copyOf(lines, records * 2);
      numbers = Arrays.copyOf(numbers, records * 2);
    }
    starts[records] = start;
    lengths[records] = length;
    lines[records] = line;
    numbers[records++] = number;
  }

  /** Makes the block of the remembered records, up to an invalid byte if there is one. */
  private Block block(int end) {
    String text;
    if (scanner.takeAscii()) {
      text = new String(buffer, blockStart, end, StandardCharsets.ISO_8859_1);
    } else {
      int valid = validBytes(end);
      if (valid < end) {
        refuseFrom(valid);
        end = records == 0 ? 0 : starts[records];
      }
      text = new String(buffer, blockStart, end, StandardCharsets.UTF_8);
    }
    Block.Position start = position;
    List<RawRow> rows = rows(text);
    long row = rows.isEmpty() ? start.row() : rows.getLast().number() + 1;
    position = new Block.Position(start.offset() + end, row, scanner.line());
    blockStart += end;
    return new Block(start, position, rows);
  }

  /** How many bytes of the block come before the first invalid sequence. */
  private int validBytes(int end) {
    ByteBuffer bytes = ByteBuffer.wrap(buffer, blockStart, end);
    CharBuffer sink = CharBuffer.allocate(8192);
    utf8.reset();
    CoderResult result;
    do {
      sink.clear();
      result = utf8.decode(bytes, sink, true);
    } while (result.isOverflow());
    return bytes.position() - blockStart;
  }

  /** Drops the record with the invalid byte and those behind it; reading stops there. */
  private void refuseFrom(int invalid) {
    int record = records - 1;
    while (starts[record] > invalid) {
      record--;
    }
    long line =
        lines[record]
            + RecordScanner.lineBreaks(buffer, blockStart + starts[record], blockStart + invalid);
    records = record;
    pending = new FileRefused(FileProblem.at(FileProblemCode.INVALID_ENCODING, line));
  }

  private List<RawRow> rows(String text) {
    List<RawRow> rows = new ArrayList<>(records);
    try (CloseableIterator<List<String>> parsed =
        RecordCells.read(text, delimiter, MOST_CELLS).iterator()) {
      for (int i = 0; i < records; i++) {
        List<String> cells = parsed.next();
        if (numbers[i] >= 0) {
          rows.add(
              new RawRow(numbers[i], lines[i], position.offset() + starts[i], lengths[i], cells));
        }
      }
      if (parsed.hasNext()) {
        throw new IllegalStateException("record ends disagree");
      }
    } catch (IOException e) {
      throw new IllegalStateException("a string was not readable");
    }
    return rows;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
