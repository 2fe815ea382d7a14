package org.teei.csr.workflows.imports;

import java.util.List;
import java.util.stream.LongStream;

/** Rows {@code fromRow} to {@code toRow}, both included, merged in one transaction. */
public record MergeRange(ImportRef ref, long fromRow, long toRow) {

  /** All rows at once. */
  static List<MergeRange> whole(ImportRef ref, long lastRow) {
    return List.of(new MergeRange(ref, 1, lastRow));
  }

  /** The ranges that are merged at the same time next. */
  static List<MergeRange> round(ImportRef ref, long nextRow, long lastRow) {
    return LongStream.iterate(
            nextRow, from -> from <= lastRow, from -> from + ImportOptions.ROWS_PER_RANGE)
        .limit(ImportOptions.RANGES_AT_ONCE)
        .mapToObj(from ->
            new MergeRange(ref, from, Math.min(lastRow, from + ImportOptions.ROWS_PER_RANGE - 1)))
        .toList();
  }
}
