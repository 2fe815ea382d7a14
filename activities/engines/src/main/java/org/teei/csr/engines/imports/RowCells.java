package org.teei.csr.engines.imports;

import static java.util.Comparator.comparingInt;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The cells of one row on their way through the checks of its kind: reads them by the rules of
 * their columns and gathers what is wrong. A reading gives null where the column or the value is
 * missing or the value is wrong.
 */
final class RowCells {
  /** The longest cell of a column outside the schema, in characters. */
  static final int MAX_EXTRA_CELL = 1 << 16;

  private static final int UUID_LENGTH = 36;

  private final HeaderMatch header;
  private final List<String> cells;
  private final CellFormats formats;
  private final List<RowError> errors = new ArrayList<>(0);

  RowCells(HeaderMatch header, List<String> cells) {
    this.header = header;
    this.cells = cells;
    this.formats = header.formats();
  }

  /** A column of the schema that the file has. */
  record Column(ColumnSpec spec, int index) {}

  /**
   * Spreadsheets leave empty cells behind the last column; other cells there are a mistake. Some
   * also leave out the empty cells at the end of a row, which is to be declared.
   */
  boolean fitTheHeader() {
    int width = header.header().size();
    for (int i = width; i < cells.size(); i++) {
      if (!CellText.strip(cells.get(i)).isEmpty()) {
        return false;
      }
    }
    return cells.size() >= width || formats.excel() || header.schema().ragged();
  }

  boolean anyWrong() {
    return !errors.isEmpty();
  }

  RowCheck.Invalid invalid() {
    errors.sort(comparingInt(error -> place(error.column())));
    return new RowCheck.Invalid(errors);
  }

  void error(RowErrorCode code, @Nullable Column column) {
    errors.add(new RowError(code, column == null ? "" : column.spec().name()));
  }

  /** Notes what is wrong with columns outside the schema. */
  void checkOthers() {
    for (int index : header.others()) {
      if (cell(index).length() > MAX_EXTRA_CELL) {
        errors.add(new RowError(RowErrorCode.TOO_LONG, header.header().get(index)));
      }
    }
  }

  @Nullable String text(@Nullable Column column) {
    if (column == null) {
      return null;
    }
    String value = CellText.strip(FormulaSafety.restore(cell(column.index())));
    if (value.isEmpty()) {
      if (column.spec().required()) {
        error(RowErrorCode.MISSING, column);
      }
      return null;
    }
    Integer maxLength = column.spec().limits().maxLength();
    if (maxLength != null && CellText.longerThan(value, maxLength)) {
      error(RowErrorCode.TOO_LONG, column);
      return null;
    }
    if (names(column.spec()) && CellFormats.scientific(value)) {
      error(RowErrorCode.SCIENTIFIC_ID, column);
      return null;
    }
    return value;
  }

  /** Whether the cells of a column name a thing, so that two of them must not become one. */
  private static boolean names(ColumnSpec column) {
    return column.type() == ColumnSpec.Type.TEXT
        && (column.name().endsWith("_id")
            || column.name().endsWith("_key")
            || column.name().endsWith("_code"));
  }

  /** A ragged row ends before the header does. */
  private String cell(int index) {
    return index < cells.size() ? cells.get(index) : "";
  }

  boolean filled(@Nullable Column column) {
    return column != null && !CellText.strip(FormulaSafety.restore(cell(column.index()))).isEmpty();
  }

  /** In lower case. */
  @Nullable String email(@Nullable Column column) {
    String value = text(column);
    if (value == null) {
      return null;
    }
    if (!CellText.email(value)) {
      error(RowErrorCode.BAD_EMAIL, column);
      return null;
    }
    return value.toLowerCase(Locale.ROOT);
  }

  /** Whole microseconds. */
  @Nullable Instant instant(@Nullable Column column) {
    String value = text(column);
    if (value == null) {
      return null;
    }
    Instant instant = formats.instant(value);
    if (instant == null) {
      error(formats.badDate(), column);
    }
    return instant;
  }

  /** Ten years before the upload of a file: what lies further back is a slip of the pen. */
  static Instant oldest(Instant uploadedAt) {
    return uploadedAt.atOffset(ZoneOffset.UTC).minusYears(10).toInstant();
  }

  /** Whole microseconds; noted as an error before {@code oldest}. */
  @Nullable Instant instant(@Nullable Column column, Instant oldest) {
    Instant instant = instant(column);
    if (instant != null && instant.isBefore(oldest)) {
      error(RowErrorCode.DATE_TOO_OLD, column);
    }
    return instant;
  }

  /** A whole number without sign within the limits of the column, else this error. */
  @Nullable Integer integer(@Nullable Column column, RowErrorCode otherwise) {
    String value = text(column);
    if (value == null || column == null) {
      return null;
    }
    Integer number = formats.integer(value);
    if (number != null && within(BigDecimal.valueOf(number), column.spec().limits())) {
      return number;
    }
    error(otherwise, column);
    return null;
  }

  /** A number without sign and exponent within the limits of the column, else this error. */
  @Nullable BigDecimal decimal(@Nullable Column column, RowErrorCode otherwise) {
    String value = text(column);
    if (value == null || column == null) {
      return null;
    }
    BigDecimal number = formats.decimal(value);
    if (number != null && within(number, column.spec().limits())) {
      return number;
    }
    error(otherwise, column);
    return null;
  }

  /** The value of the column's list that the cell spells in any case. */
  @Nullable String choice(@Nullable Column column, RowErrorCode otherwise) {
    String value = text(column);
    if (value == null || column == null) {
      return null;
    }
    for (String allowed : column.spec().limits().allowed()) {
      if (allowed.equalsIgnoreCase(value)) {
        return allowed;
      }
    }
    error(otherwise, column);
    return null;
  }

  /** Texts separated by commas, without blanks around them and without empty ones. */
  List<String> list(@Nullable Column column) {
    String value = text(column);
    if (value == null) {
      return List.of();
    }
    return Arrays.stream(value.split(",", -1))
        .map(CellText::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  /** JSON text with sorted keys and no blanks between tokens. */
  @Nullable String jsonObject(@Nullable Column column) {
    String value = text(column);
    if (value == null) {
      return null;
    }
    String canonical = JsonObjects.canonical(value);
    if (canonical == null) {
      error(RowErrorCode.NOT_A_JSON_OBJECT, column);
    }
    return canonical;
  }

  /** An id of ours. */
  @Nullable UUID uuid(@Nullable Column column) {
    return uuid(column, RowErrorCode.NOT_AN_ID);
  }

  @Nullable UUID uuid(@Nullable Column column, RowErrorCode otherwise) {
    String value = text(column);
    if (value == null) {
      return null;
    }
    UUID id = uuid(value);
    if (id == null) {
      error(otherwise, column);
    }
    return id;
  }

  /** An http or https address, without user and password. */
  @Nullable String webAddress(@Nullable Column column) {
    String value = text(column);
    if (value == null) {
      return null;
    }
    String address = CellText.webAddress(value);
    if (address == null) {
      error(RowErrorCode.BAD_WEB_ADDRESS, column);
    }
    return address;
  }

  /** The person whom the columns of these places name; null where the e-mail address is missing. */
  @Nullable PersonRef person(
      @Nullable Column email, @Nullable Column externalId, @Nullable Column personId) {
    String address = email(email);
    String external = text(externalId);
    UUID id = uuid(personId);
    return address == null ? null : new PersonRef(address, external, id);
  }

  /** Ids separated by commas, each once and sorted; empty where one of them is none. */
  List<UUID> uuids(@Nullable Column column) {
    List<UUID> ids = new ArrayList<>();
    for (String item : list(column)) {
      UUID id = uuid(item);
      if (id == null) {
        error(RowErrorCode.NOT_AN_ID, column);
        return List.of();
      }
      ids.add(id);
    }
    return ids.stream().distinct().sorted().toList();
  }

  /** A figure from 0 to 1 with two decimals, half rounded up. */
  @Nullable BigDecimal share(@Nullable Column column) {
    BigDecimal read = decimal(column, RowErrorCode.RATING_RANGE);
    return read == null ? null : RatingScale.ZERO_TO_ONE.normalise(read);
  }

  /** An id in its usual form of 36 characters, or null. */
  static @Nullable UUID uuid(String text) {
    try {
      UUID id = text.length() == UUID_LENGTH ? UUID.fromString(text) : null;
      // Java reads groups of other lengths too, which would be another spelling of some id.
      return id != null && id.toString().equalsIgnoreCase(text) ? id : null;
    } catch (IllegalArgumentException notAnId) {
      return null;
    }
  }

  /** The cell as a number, whatever the limits of its column. */
  @Nullable BigDecimal number(@Nullable Column column) {
    return column == null
        ? null
        : formats.decimal(CellText.strip(FormulaSafety.restore(cell(column.index()))));
  }

  private static boolean within(BigDecimal number, ColumnSpec.Limits limits) {
    BigDecimal minimum = limits.minimum();
    BigDecimal maximum = limits.maximum();
    return (minimum == null || number.compareTo(minimum) >= 0)
        && (maximum == null || number.compareTo(maximum) <= 0);
  }

  private int place(String column) {
    int known = header.indexOf(column);
    return known >= 0 ? known : header.header().indexOf(column);
  }
}
