package org.teei.csr.api.imports;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What became of a row; each row that was read has exactly one. */
enum RowOutcome {
  ACCEPTED,
  REJECTED,
  DUPLICATE,
  UNPROCESSED;

  @JsonValue
  String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }
}
