package org.teei.csr.engines.imports;

/** One line of the table outcome × fact → event of an import kind. */
public record EventRule(Outcome outcome, Fact fact, String eventType) {

  /** What became of an accepted row. */
  public enum Outcome {
    CREATED,
    UPDATED
  }

  /** What is true of an accepted row after it took effect. */
  public enum Fact {
    /** Whatever the row says. */
    ALWAYS,
    /** No completion is known. */
    SCHEDULED,
    COMPLETED,
    /** A rating is present and, on an update, the rating or the feedback changed. */
    RATED_ANEW,
    /** A match has ended, and had not before. */
    ENDED
  }
}
