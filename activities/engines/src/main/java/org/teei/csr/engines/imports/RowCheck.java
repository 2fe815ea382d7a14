package org.teei.csr.engines.imports;

import java.util.List;

/** What the checks say about one row. */
public sealed interface RowCheck {

  record Valid(ImportRow row) implements RowCheck {}

  /** At least one error, in the order of the columns. */
  record Invalid(List<RowError> errors) implements RowCheck {
    public Invalid {
      errors = List.copyOf(errors);
    }
  }
}
