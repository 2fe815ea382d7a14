package org.teei.csr.activities.impactin.vendors;

import static org.teei.csr.activities.impactin.vendors.Verdict.*;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.impactin.vendors.Outcome.Answered;
import org.teei.csr.activities.impactin.vendors.Outcome.NoAnswer;
import org.teei.csr.activities.impactin.vendors.Outcome.NotSent;
import org.teei.csr.activities.observability.FailureClassifier;
import org.teei.csr.activities.observability.HttpRefusal;
import org.teei.csr.workflows.shared.FailureClass;

/**
 * Tells from how far a request got, and from what came back, what that means for the delivery: a
 * pure function for each platform. Where a platform knows idempotency keys, a failure of its own
 * may be tried again under the same key; where it knows none, such a failure may hide an effect,
 * and stays unknown.
 */
final class Verdicts {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_THERE = 404;
  private static final int TIMED_OUT = 408;
  private static final int TOO_MANY = 429;

  /** Numbers below this are no moments of this century but seconds from now. */
  private static final long EARLIEST_MOMENT = 1_000_000_000L;

  /** What codes of a platform mean, and whether it knows idempotency keys. */
  private record Manners(boolean keyed, Map<String, Meaning> codes) {}

  private record Meaning(FailureClass failureClass, String reason) {}

  private static final Meaning CREDENTIALS = new Meaning(FailureClass.AUTH, "credentials-refused");
  private static final Meaning CONFLICT =
      new Meaning(FailureClass.PERMANENT, "idempotency-conflict");

  private static final Manners BENEVITY =
      new Manners(
          true,
          Map.of(
              "AUTH_INVALID",
              CREDENTIALS,
              "ORG_NOT_FOUND",
              new Meaning(FailureClass.DATA, "organization-not-found"),
              "INVALID_METRIC",
              new Meaning(FailureClass.DATA, "invalid-metric"),
              "IDEMPOTENCY_CONFLICT",
              CONFLICT));

  private static final Manners GOODERA =
      new Manners(
          true,
          Map.of(
              "AUTH_INVALID", CREDENTIALS,
              "PROJECT_NOT_FOUND", new Meaning(FailureClass.DATA, "project-not-found"),
              "DIMENSION_INVALID", new Meaning(FailureClass.DATA, "invalid-dimension"),
              "BATCH_SIZE_EXCEEDED", new Meaning(FailureClass.DATA, "batch-too-large"),
              "IDEMPOTENCY_CONFLICT", CONFLICT));

  private static final Manners WORKDAY =
      new Manners(
          false,
          Map.of(
              "AUTH_INVALID", CREDENTIALS,
              "TENANT_INVALID", new Meaning(FailureClass.DATA, "tenant-not-found"),
              "ACTIVITY_INVALID", new Meaning(FailureClass.DATA, "invalid-activity"),
              "DUPLICATE_ACTIVITY", new Meaning(FailureClass.PERMANENT, "duplicate-activity")));

  private Verdicts() {}

  static Judgement benevity(Outcome sent, Instant now) {
    return sent(sent, BENEVITY, Reply::json, now);
  }

  static Judgement goodera(Outcome sent, Instant now) {
    return sent(sent, GOODERA, Reply::json, now);
  }

  static Judgement workday(Outcome sent, Instant now) {
    return sent(sent, WORKDAY, Reply::json, now);
  }

  /** A fault comes with a status of 500 whatever it is about: its code decides. */
  static Judgement workdayBySoap(Outcome sent, Instant now) {
    if (sent instanceof Answered answer && answer.status() >= 500) {
      Optional<Meaning> fault =
          Reply.soap(answer.body()).map(Reply::code).map(WORKDAY.codes()::get);
      if (fault.isPresent()) {
        return refused(fault.get());
      }
    }
    return sent(sent, WORKDAY, Reply::soap, now);
  }

  private static Judgement sent(
      Outcome outcome, Manners manners, Function<byte[], Optional<Reply>> reading, Instant now) {
    return switch (outcome) {
      case NotSent(FailureClass failureClass, String reason) -> notSent(failureClass, reason);
      case NoAnswer(String reason) -> Judgement.bad(UNKNOWN, FailureClass.TRANSIENT, reason);
      case Answered answer when answer.status() >= 200 && answer.status() < 300 ->
          success(answer, manners, reading);
      case Answered answer -> failure(answer, manners, reading, now);
    };
  }

  private static Judgement notSent(FailureClass failureClass, String reason) {
    boolean passes =
        switch (failureClass) {
          case TRANSIENT, RATE_LIMITED -> true;
          case PERMANENT, AUTH, DATA, BUG -> false;
        };
    return Judgement.bad(passes ? TRY_LATER : REFUSED, failureClass, reason);
  }

  /** A success that cannot be read may be one: it is asked about, or looked at by a person. */
  private static Judgement success(
      Answered answer, Manners manners, Function<byte[], Optional<Reply>> reading) {
    Reply reply = answer.whole() ? reading.apply(answer.body()).orElse(null) : null;
    if (reply != null && Boolean.TRUE.equals(reply.success()) && reply.transactionId() != null) {
      return Judgement.good(ACCEPTED, reply.transactionId());
    }
    Meaning meaning = reply == null ? null : manners.codes().get(String.valueOf(reply.code()));
    if (reply != null && Boolean.FALSE.equals(reply.success()) && meaning != null) {
      return refused(meaning);
    }
    return Judgement.bad(
        UNKNOWN, FailureClass.TRANSIENT, answer.whole() ? "malformed-answer" : "answer-cut-off");
  }

  private static Judgement failure(
      Answered answer, Manners manners, Function<byte[], Optional<Reply>> reading, Instant now) {
    int status = answer.status();
    if (status == TOO_MANY) {
      return Judgement.bad(
          TRY_LATER, FailureClass.RATE_LIMITED, "rate-limited", retryAfter(answer, now));
    }
    if (status >= 500 || status == TIMED_OUT) {
      return Judgement.bad(
          manners.keyed() ? TRY_LATER : UNKNOWN,
          FailureClass.TRANSIENT,
          "platform-failing",
          retryAfter(answer, now));
    }
    if (status == UNAUTHORIZED) {
      return refused(CREDENTIALS);
    }
    if (status == FORBIDDEN) {
      return Judgement.bad(REFUSED, FailureClass.AUTH, "access-refused");
    }
    if (status >= 300 && status < 400) {
      return Judgement.bad(REFUSED, FailureClass.PERMANENT, "redirected");
    }
    return reading
        .apply(answer.body())
        .map(Reply::code)
        .map(manners.codes()::get)
        .map(Verdicts::refused)
        .orElseGet(() -> Judgement.bad(REFUSED, FailureClass.PERMANENT, "refused-" + status));
  }

  private static Judgement refused(Meaning meaning) {
    return Judgement.bad(REFUSED, meaning.failureClass(), meaning.reason());
  }

  /**
   * What became of a key, of Benevity and Goodera alike. That the question failed says nothing
   * about the delivery; that the key is not known counts only from the platform itself, as the
   * delivery is sent again then.
   */
  static Judgement asked(Outcome outcome, Instant now) {
    return switch (outcome) {
      case NotSent(FailureClass failureClass, String reason) -> notSent(failureClass, reason);
      case NoAnswer(String reason) -> Judgement.bad(TRY_LATER, FailureClass.TRANSIENT, reason);
      case Answered answer when answer.status() >= 200 && answer.status() < 300 -> told(answer);
      case Answered answer -> notTold(answer, now);
    };
  }

  private static Judgement told(Answered answer) {
    Reply reply = answer.whole() ? Reply.json(answer.body()).orElse(null) : null;
    if (reply == null || reply.success() == null || reply.transactionId() == null) {
      return Judgement.bad(TRY_LATER, FailureClass.TRANSIENT, "malformed-answer");
    }
    return switch (String.valueOf(reply.status())) {
      case "processed", "confirmed", "completed" ->
          Judgement.good(CONFIRMED, reply.transactionId());
      case "failed", "rejected" ->
          new Judgement(
              REFUSED, FailureClass.PERMANENT, "failed-on-platform", reply.transactionId(), null);
      default -> Judgement.good(ACCEPTED, reply.transactionId());
    };
  }

  private static Judgement notTold(Answered answer, Instant now) {
    int status = answer.status();
    String code = Reply.json(answer.body()).map(Reply::code).orElse("");
    if (status == NOT_THERE && code.equals("NOT_FOUND")) {
      return Judgement.good(NOT_FOUND, null);
    }
    if (status == TOO_MANY) {
      return Judgement.bad(
          TRY_LATER, FailureClass.RATE_LIMITED, "rate-limited", retryAfter(answer, now));
    }
    if (status >= 500 || status == TIMED_OUT) {
      return Judgement.bad(
          TRY_LATER, FailureClass.TRANSIENT, "platform-failing", retryAfter(answer, now));
    }
    if (status == UNAUTHORIZED || status == FORBIDDEN) {
      return Judgement.bad(UNKNOWN, FailureClass.AUTH, CREDENTIALS.reason());
    }
    return Judgement.bad(UNKNOWN, FailureClass.PERMANENT, "refused-" + status);
  }

  /**
   * By {@code Retry-After}, else by {@code X-RateLimit-Reset}; from a second to an hour. Goodera
   * sends the latter with every answer: only of a limit that was reached does it name a time.
   */
  private static @Nullable Duration retryAfter(Answered answer, Instant now) {
    String header = answer.headers().get("retry-after");
    if (header == null && answer.status() == TOO_MANY) {
      header = reset(answer.headers().get("x-ratelimit-reset"), now);
    }
    return FailureClassifier.classify(new HttpRefusal(TOO_MANY, header), now).retryAfter();
  }

  /** A moment in seconds of the epoch, or seconds, as seconds from now. */
  private static @Nullable String reset(@Nullable String header, Instant now) {
    try {
      if (header == null) {
        return null;
      }
      long seconds = Long.parseLong(header.strip());
      long left = seconds < EARLIEST_MOMENT ? seconds : seconds - now.getEpochSecond();
      return String.valueOf(Math.max(1, left));
    } catch (NumberFormatException unreadable) {
      return null;
    }
  }
}
