package org.teei.csr.api.imports;

import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.imports.Reversals;

/**
 * What became of an accepted row when its import was taken back.
 *
 * @param reason why it is not reversed: {@code changed-by-import}, {@code in-use}, {@code
 *     name-taken}, {@code not-there} or {@code image-expired}
 * @param importId the import that has changed what the row became, where that is the reason
 */
record RowReversal(
    Outcome outcome,
    @Schema(example = "changed-by-import") @Nullable String reason,
    @Nullable UUID importId) {

  /** Each accepted row of an import that was taken back has exactly one. */
  @Schema(name = "RowReversalOutcome")
  enum Outcome {
    REVERSED,
    KEPT,
    FAILED;

    @JsonValue
    String spelling() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static RowReversal of(String outcome, @Nullable String reason) {
    return new RowReversal(
        Outcome.valueOf(outcome.toUpperCase(Locale.ROOT)),
        Reversals.code(reason),
        Reversals.changedBy(reason));
  }
}
