package org.teei.csr.workflows.imports;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an import is to be done.
 *
 * @param maxRejected with {@link ErrorPolicy#STOP_AFTER}: so many rejected rows are borne
 */
public record ImportPlan(Mode mode, ErrorPolicy errorPolicy, @Nullable Long maxRejected) {

  /** What imports were before there was a choice. */
  public static final ImportPlan PLAIN =
      new ImportPlan(Mode.COMMIT, ErrorPolicy.SKIP_INVALID, null);

  /** What happens to the rows that are sound. */
  public enum Mode {
    /** They land. */
    COMMIT,
    /** They land when somebody who has seen the preview approves. */
    REVIEW,
    /** They do not land; what they would do is reported. */
    DRY_RUN;

    @JsonValue
    public String spelling() {
      return ImportPlan.spelling(this);
    }
  }

  /** What rejected rows mean for the others. */
  public enum ErrorPolicy {
    /** Nothing. */
    SKIP_INVALID,
    /** One is enough: all rows land together, in one transaction, or none. */
    ATOMIC,
    /** More than {@link #maxRejected} end the import; what landed by then stays. */
    STOP_AFTER;

    @JsonValue
    public String spelling() {
      return ImportPlan.spelling(this);
    }
  }

  private static String spelling(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether each row is looked at before any lands. */
  public boolean previews() {
    return mode != Mode.COMMIT;
  }

  @JsonIgnore
  public boolean isAtomic() {
    return errorPolicy == ErrorPolicy.ATOMIC;
  }

  @JsonIgnore
  public boolean isDryRun() {
    return mode == Mode.DRY_RUN;
  }

  /** Why these rejected rows end the import, as a problem type; a dry run reports them instead. */
  Optional<String> refusal(long rejected) {
    if (isDryRun()) {
      return Optional.empty();
    }
    return switch (errorPolicy) {
      case SKIP_INVALID -> Optional.empty();
      case ATOMIC -> rejected > 0 ? Optional.of("imports/rows-rejected") : Optional.empty();
      case STOP_AFTER ->
          maxRejected != null && rejected > maxRejected
              ? Optional.of("imports/too-many-rejected")
              : Optional.empty();
    };
  }
}
