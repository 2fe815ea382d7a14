package org.teei.csr.bench.imports;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.teei.csr.engines.imports.Block;
import org.teei.csr.engines.imports.CsvFormat.Delimiter;
import org.teei.csr.engines.imports.FileRefused;
import org.teei.csr.engines.imports.HeaderMatch;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.engines.imports.ImportSchemas;
import org.teei.csr.engines.imports.KindCheck;
import org.teei.csr.engines.imports.RatingScale;
import org.teei.csr.engines.imports.RawRow;
import org.teei.csr.engines.imports.RecordBlocks;
import org.teei.csr.schema.shared.Json;

/**
 * What only the whole file says: the scale of its ratings, and where its parts begin.
 *
 * @param blocks where blocks of rows begin, in file order
 */
record FileSurvey(RatingScale scale, long rows, List<Block.Position> blocks) {
  private static final int BLOCK_ROWS = 10_000;
  private static final int BLOCK_BYTES = 2 << 20;

  static FileSurvey of(Path file) throws IOException, FileRefused {
    KindCheck check = KindCheck.of(header(file), Instant.now());
    List<Block.Position> begins = new ArrayList<>();
    boolean anyAboveOne = false;
    long rows = 0;
    try (RecordBlocks blocks = rowsFrom(file, null)) {
      for (Block block = blocks.next(); block != null; block = blocks.next()) {
        begins.add(block.start());
        rows += block.rows().size();
        for (RawRow row : block.rows()) {
          BigDecimal rating = check.rating(row);
          anyAboveOne |= rating != null && rating.compareTo(BigDecimal.ONE) > 0;
        }
      }
    }
    return new FileSurvey(RatingScale.decide(anyAboveOne), rows, begins);
  }

  static HeaderMatch header(Path file) throws IOException, FileRefused {
    try (RecordBlocks blocks = rowsFrom(file, null)) {
      return ImportSchemas.match(ImportKind.SESSIONS, blocks.header());
    }
  }

  /**
   * The rows from a place on.
   *
   * @param position null for the first row
   */
  static RecordBlocks rowsFrom(Path file, Block.@Nullable Position position)
      throws IOException, FileRefused {
    SeekableByteChannel channel = Files.newByteChannel(file);
    if (position == null) {
      return RecordBlocks.open(
          new BufferedInputStream(Channels.newInputStream(channel), 1 << 16),
          Delimiter.COMMA,
          BLOCK_ROWS,
          BLOCK_BYTES);
    }
    channel.position(position.offset());
    return RecordBlocks.resume(
        new BufferedInputStream(Channels.newInputStream(channel), 1 << 16),
        Delimiter.COMMA,
        position,
        BLOCK_ROWS,
        BLOCK_BYTES);
  }

  void keep(ExecutionContext context) {
    context.putString("survey", Json.of(this));
  }

  /** What {@link #keep} kept. */
  static FileSurvey kept(String survey) {
    return Json.read(survey, FileSurvey.class);
  }

  /** What each of some parts of about the same length needs to know, by its name. */
  Map<String, ExecutionContext> parts(int count) {
    Map<String, ExecutionContext> parts = new HashMap<>();
    for (int part = 0; part < count; part++) {
      int first = blocks.size() * part / count;
      int next = blocks.size() * (part + 1) / count;
      if (first < next) {
        ExecutionContext context = new ExecutionContext();
        SessionReader.keep(blocks.get(first), context);
        context.putLong(
            SessionReader.LAST_ROW, next < blocks.size() ? blocks.get(next).row() - 1 : rows);
        context.putString(SessionProcessor.SCALE, scale.name());
        parts.put("part" + part, context);
      }
    }
    return parts;
  }
}
