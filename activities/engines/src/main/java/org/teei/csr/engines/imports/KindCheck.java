package org.teei.csr.engines.imports;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.imports.RowCells.Column;

/**
 * Checks rows of a file by themselves. What needs the rest of the file (the rating scale, a row
 * twice) or the database (people, matches) is decided later. Cells are restored from {@link
 * FormulaSafety}, then surrounding blanks are taken off; a blank cell is a missing one.
 *
 * <p>Immutable; may be used by several threads.
 */
public abstract sealed class KindCheck
    permits BuddyEventRowCheck,
        CheckinRowCheck,
        CompletionRowCheck,
        CredentialRowCheck,
        FeedbackRowCheck,
        MatchRowCheck,
        SessionRowCheck,
        UserRowCheck {
  /** The longest cell of a column outside the schema, in characters. */
  public static final int MAX_EXTRA_CELL = RowCells.MAX_EXTRA_CELL;

  private final HeaderMatch header;

  KindCheck(HeaderMatch header) {
    this.header = header;
  }

  /**
   * The checks of a file.
   *
   * @param now when the file was uploaded, so that a repeated check gives the same answer
   */
  public static KindCheck of(HeaderMatch header, Instant now) {
    return switch (header.schema().kind()) {
      case SESSIONS -> new SessionRowCheck(header, now);
      case USERS -> new UserRowCheck(header);
      case COMPLETIONS -> new CompletionRowCheck(header);
      case CREDENTIALS -> new CredentialRowCheck(header);
      case MATCHES -> new MatchRowCheck(header, now);
      case EVENTS -> new BuddyEventRowCheck(header, now);
      case CHECKINS -> new CheckinRowCheck(header, now);
      case FEEDBACK -> new FeedbackRowCheck(header, now);
    };
  }

  /** What the row says, or all that is wrong with it. */
  public final RowCheck check(RawRow row) {
    RowCells cells = new RowCells(header, row.cells());
    if (!cells.fitTheHeader()) {
      return new RowCheck.Invalid(List.of(new RowError(RowErrorCode.WRONG_CELL_COUNT, "")));
    }
    ImportRow read = read(cells);
    cells.checkOthers();
    return read == null || cells.anyWrong() ? cells.invalid() : new RowCheck.Valid(read);
  }

  /**
   * The rating in a row as far as it can be read, whatever else is wrong with the row: it helps to
   * tell the scale of the file. Null where the kind has no such scale.
   */
  public @Nullable BigDecimal rating(RawRow row) {
    return null;
  }

  /** The cell as a number, whatever the limits of its column. */
  final @Nullable BigDecimal number(RawRow row, @Nullable Column column) {
    return new RowCells(header, row.cells()).number(column);
  }

  /** What the cells say; null, with errors noted, where something that is required is not there. */
  abstract @Nullable ImportRow read(RowCells cells);

  /** The first of these columns that the file has. */
  final @Nullable Column column(String... names) {
    for (String name : names) {
      int index = header.indexOf(name);
      if (index >= 0) {
        for (ColumnSpec spec : header.schema().columns()) {
          if (spec.name().equals(name)) {
            return new Column(spec, index);
          }
        }
      }
    }
    return null;
  }
}
