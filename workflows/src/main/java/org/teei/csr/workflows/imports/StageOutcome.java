package org.teei.csr.workflows.imports;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** What reading the file came to. A file that cannot be read is a value, not an exception. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
  @JsonSubTypes.Type(value = StageOutcome.Staged.class, name = "staged"),
  @JsonSubTypes.Type(value = StageOutcome.Unreadable.class, name = "unreadable")
})
public sealed interface StageOutcome {

  /**
   * @param rows data rows read
   */
  record Staged(long rows) implements StageOutcome {}

  /**
   * @param problem tail of the problem type, for example {@code imports/unclosed-quote}
   * @param line physical line of the file, from 1, where known
   * @param rows data rows read before
   */
  record Unreadable(String problem, @Nullable Long line, long rows) implements StageOutcome {}
}
