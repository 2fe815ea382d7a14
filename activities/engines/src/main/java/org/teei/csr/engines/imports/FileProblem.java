package org.teei.csr.engines.imports;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a file is refused, with what helps to mend it. Never holds a value of a data row.
 *
 * @param line physical line from 1, where one is to blame
 * @param columns the header columns concerned, in the order of the schema or file
 * @param limit the limit that was passed: bytes or columns, by the code
 */
public record FileProblem(
    FileProblemCode code, @Nullable Long line, List<Column> columns, @Nullable Long limit) {

  public FileProblem {
    columns = List.copyOf(columns);
  }

  /**
   * A column that is missing or occurs twice.
   *
   * @param nearest the header of the file that resembles a missing column most, if one does
   */
  public record Column(String name, @Nullable String nearest) {}

  /** A problem of the file as a whole. */
  public static FileProblem of(FileProblemCode code) {
    return new FileProblem(code, null, List.of(), null);
  }

  /** A problem at a physical line, from 1. */
  public static FileProblem at(FileProblemCode code, long line) {
    return new FileProblem(code, line, List.of(), null);
  }

  static FileProblem over(FileProblemCode code, long line, long limit) {
    return new FileProblem(code, line, List.of(), limit);
  }

  static FileProblem in(FileProblemCode code, List<Column> columns) {
    return new FileProblem(code, null, columns, null);
  }

  /** The problem in plain words with its details, for the uploader. */
  public String sentence() {
    StringBuilder text = new StringBuilder(code.sentence());
    if (line != null) {
      text.append(" Line ").append(line).append('.');
    }
    if (limit != null) {
      text.append(" The limit is ").append(limit).append('.');
    }
    for (Column column : columns) {
      text.append(" Column ").append(column.name());
      if (column.nearest() != null) {
        text.append("; the most similar header is ").append(column.nearest());
      }
      text.append('.');
    }
    return text.toString();
  }
}
