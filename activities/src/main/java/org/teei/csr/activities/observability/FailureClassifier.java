package org.teei.csr.activities.observability;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.personaldata.DecryptionException;
import org.teei.csr.schema.personaldata.KmsUnavailableException;
import org.teei.csr.schema.storage.StorageFullException;
import org.teei.csr.workflows.shared.FailureClass;

/**
 * Tells from an exception what would help: the one pure function behind retries, parking and
 * dashboards. The outermost exception in the chain of causes that says something decides; where
 * none does, our own code is at fault.
 */
public final class FailureClassifier {
  static final Duration SHORTEST_DELAY = Duration.ofSeconds(1);
  static final Duration LONGEST_DELAY = Duration.ofHours(1);

  private static final int LONGEST_CHAIN = 32;

  private FailureClassifier() {}

  /**
   * @param reason in kebab case, the tail of the failure type
   * @param retryAfter when the next attempt should start, where the other side said so; from one
   *     second to one hour
   */
  public record Verdict(FailureClass failureClass, String reason, @Nullable Duration retryAfter) {

    Verdict(FailureClass failureClass, String reason) {
      this(failureClass, reason, null);
    }

    /** Whether trying again without a change may help; for a bug only for a few times. */
    public boolean retryable() {
      return switch (failureClass) {
        case TRANSIENT, RATE_LIMITED, BUG -> true;
        case PERMANENT, AUTH, DATA -> false;
      };
    }
  }

  /**
   * @param now for a {@code Retry-After} that names a date
   */
  public static Verdict classify(Throwable failure, Instant now) {
    Throwable current = failure;
    for (int i = 0; current != null && i < LONGEST_CHAIN; i++) {
      Verdict verdict = verdict(current, now);
      if (verdict != null) {
        return verdict;
      }
      current = current.getCause();
    }
    return new Verdict(FailureClass.BUG, "defect");
  }

  private static @Nullable Verdict verdict(Throwable failure, Instant now) {
    return switch (failure) {
      case StepFailure known ->
          new Verdict(known.failureClass(), known.reason(), within(known.retryAfter()));
      case HttpRefusal refusal -> http(refusal.status(), refusal.retryAfter(), now);
      case SQLException sql -> sql(sql);
      case DecryptionException _ -> new Verdict(FailureClass.DATA, "personal-data-unreadable");
      case KmsUnavailableException _ -> new Verdict(FailureClass.TRANSIENT, "kms-unavailable");
      case NoSuchFileException _ -> new Verdict(FailureClass.DATA, "stored-object-gone");
      case UncheckedIOException _ -> null;
      case IOException io -> io(io);
      case TimeoutException _ -> new Verdict(FailureClass.TRANSIENT, "timed-out");
      case InterruptedException _ -> new Verdict(FailureClass.TRANSIENT, "interrupted");
      default -> null;
    };
  }

  /** SQL states by their class, see PostgreSQL's appendix "PostgreSQL Error Codes". */
  private static Verdict sql(SQLException failure) {
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    if (state.equals("53100")) {
      return new Verdict(FailureClass.TRANSIENT, "database-full");
    }
    if (state.startsWith("08") || state.startsWith("57") || state.startsWith("53")) {
      return new Verdict(FailureClass.TRANSIENT, "database-unavailable");
    }
    if (state.equals("40001") || state.equals("40P01") || state.equals("55P03")) {
      return new Verdict(FailureClass.TRANSIENT, "database-conflict");
    }
    if (state.equals("25006")) {
      return new Verdict(FailureClass.TRANSIENT, "database-read-only");
    }
    if (state.startsWith("22")) {
      return new Verdict(FailureClass.DATA, "database-refused-value");
    }
    if (state.startsWith("23")) {
      return new Verdict(FailureClass.BUG, "database-refused-change");
    }
    if (state.startsWith("XX")) {
      return new Verdict(FailureClass.DATA, "database-damaged");
    }
    if (failure instanceof SQLTransientException
        || failure instanceof SQLNonTransientConnectionException) {
      return new Verdict(FailureClass.TRANSIENT, "database-unavailable");
    }
    return new Verdict(FailureClass.BUG, "database-refused-statement");
  }

  private static Verdict io(IOException failure) {
    if (StorageFullException.isMeantBy(failure)) {
      return new Verdict(FailureClass.TRANSIENT, "storage-full");
    }
    return damaged(failure)
        ? new Verdict(FailureClass.DATA, "stored-object-damaged")
        : new Verdict(FailureClass.TRANSIENT, "input-output");
  }

  /** Tink says so by a cause, or, for an object's first bytes, only in words. */
  private static boolean damaged(IOException failure) {
    String message = failure.getMessage();
    return failure.getCause() instanceof GeneralSecurityException
        || failure instanceof EOFException
        || (message != null && message.startsWith("No matching key found for the ciphertext"));
  }

  private static Verdict http(int status, @Nullable String retryAfter, Instant now) {
    if (status == 429) {
      return new Verdict(FailureClass.RATE_LIMITED, "rate-limited", delay(retryAfter, now));
    }
    if (status == 401 || status == 403) {
      return new Verdict(FailureClass.AUTH, "credentials-refused");
    }
    if (status == 408 || status >= 500) {
      return new Verdict(FailureClass.TRANSIENT, "other-side-failing", delay(retryAfter, now));
    }
    return new Verdict(FailureClass.PERMANENT, "other-side-refused");
  }

  /** {@code Retry-After} (RFC 9110, 10.2.3) in seconds or as a date; null where there is none. */
  private static @Nullable Duration delay(@Nullable String retryAfter, Instant now) {
    if (retryAfter == null) {
      return null;
    }
    String text = retryAfter.strip();
    try {
      Duration asked =
          !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')
              ? Duration.ofSeconds(text.length() > 9 ? Integer.MAX_VALUE : Long.parseLong(text))
              : Duration.between(
                  now, ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      return within(asked);
    } catch (DateTimeException unreadable) {
      return null;
    }
  }

  private static @Nullable Duration within(@Nullable Duration asked) {
    if (asked == null) {
      return null;
    }
    if (asked.compareTo(SHORTEST_DELAY) < 0) {
      return SHORTEST_DELAY;
    }
    return asked.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : asked;
  }
}
