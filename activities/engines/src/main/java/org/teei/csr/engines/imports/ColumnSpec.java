package org.teei.csr.engines.imports;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One column of an import schema.
 *
 * @param name canonical header, snake_case
 * @param aliases other headers that are read as this column where the canonical one is absent
 * @param required the header must be there and its cells must not be blank
 * @param rule the check in words, for the documentation
 * @param example a cell as one may stand there, for templates; not of a real person
 * @param person the column with the e-mail address of the person whom this one identifies too: a
 *     text is what the source calls them, an id is ours; null for other columns
 */
public record ColumnSpec(
    String name,
    List<String> aliases,
    boolean required,
    Type type,
    String rule,
    Limits limits,
    String example,
    @Nullable String person) {

  public ColumnSpec {
    aliases = List.copyOf(aliases);
  }

  /** How a cell is read. */
  public enum Type {
    TEXT,
    EMAIL,
    /** ISO-8601 date and time with offset, or a date, read as midnight UTC. */
    INSTANT,
    INTEGER,
    DECIMAL,
    /** One of the allowed values, in any case. */
    CHOICE,
    /** Text that names one of the allowed values somewhere, in any case. */
    CONTAINS_CHOICE,
    /** Texts separated by commas. */
    LIST,
    JSON_OBJECT,
    /** An id that this platform gave out. */
    UUID
  }

  /**
   * Bounds of a cell; both ends of a range are allowed.
   *
   * @param maxLength in characters (code points) after surrounding blanks are taken off
   */
  public record Limits(
      @Nullable Integer maxLength,
      @Nullable BigDecimal minimum,
      @Nullable BigDecimal maximum,
      List<String> allowed) {

    public Limits {
      allowed = List.copyOf(allowed);
    }
  }
}
