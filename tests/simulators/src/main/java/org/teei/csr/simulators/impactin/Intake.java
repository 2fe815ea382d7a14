package org.teei.csr.simulators.impactin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.teei.csr.simulators.impactin.Ledger.Outcome;
import org.teei.csr.simulators.impactin.Ledger.Report;
import org.teei.csr.simulators.impactin.Ledger.Submission;
import org.teei.csr.simulators.shared.Reply;
import org.teei.csr.simulators.shared.Reply.Answer;
import org.teei.csr.simulators.shared.Request;

/** What all platforms do with a request that is in order: commit it, or have it go wrong. */
final class Intake {
  private final Ledger ledger;
  private final Faults faults;
  private final Access access;
  private final Callbacks callbacks;
  private final InstantSource clock;
  private volatile Settings settings = Settings.AT_FIRST;

  Intake(Ledger ledger, Faults faults, Access access, Callbacks callbacks, InstantSource clock) {
    this.ledger = ledger;
    this.faults = faults;
    this.access = access;
    this.callbacks = callbacks;
    this.clock = clock;
  }

  Settings settings() {
    return settings;
  }

  synchronized Settings change(JsonNode changes) {
    settings = settings.with(changes);
    return settings;
  }

  /**
   * Accepts reports, all or none.
   *
   * @param idempotencyKey null where the platform knows none or the request has none
   */
  Reply submit(
      Platform platform,
      Dialect dialect,
      Request request,
      @Nullable String idempotencyKey,
      List<Report> reports) {
    return perform(
        platform,
        Fault.Place.SUBMIT,
        dialect,
        request,
        () -> dialect.accepted(commit(platform, idempotencyKey, request, reports)));
  }

  private JsonNode commit(
      Platform platform, @Nullable String idempotencyKey, Request request, List<Report> reports) {
    String transactionId = platform.transactionPrefix + UUID.randomUUID();
    ObjectNode answer =
        Json.object()
            .put("success", true)
            .put("transactionId", transactionId)
            .put("message", reports.size() == 1 ? "Accepted." : reports.size() + " accepted.")
            .put("processedAt", clock.instant().toString());
    var submission =
        new Submission(
            platform, idempotencyKey, Json.sha256(request.body()), transactionId, reports, answer);
    boolean refuseRepeated = platform == Platform.WORKDAY && settings.refuseDuplicates();
    return switch (ledger.commit(submission, refuseRepeated)) {
      case Outcome.Accepted accepted -> {
        callbacks.accepted(submission);
        yield accepted.answer();
      }
      case Outcome.Known known -> known.answer();
      case Outcome.Conflict _ ->
          throw new Refused(
              409, "IDEMPOTENCY_CONFLICT", "The key was used before, with another body.");
      case Outcome.Repeated repeated ->
          throw new Refused(
              409,
              "DUPLICATE_ACTIVITY",
              "Activity " + repeated.activity() + " was reported for this period before.");
    };
  }

  /** Says what became of an idempotency key. */
  Reply ask(Platform platform, Request request) {
    String key =
        request
            .parameter("idempotencyKey")
            .orElseThrow(() -> new Refused(400, "NOT_FOUND", "There is no idempotencyKey."));
    return perform(
        platform,
        Fault.Place.ASK,
        Dialect.JSON,
        request,
        () -> Dialect.JSON.accepted(answerTo(platform, key)));
  }

  private JsonNode answerTo(Platform platform, String key) {
    ObjectNode answer =
        ledger
            .answerTo(platform, key)
            .orElseThrow(() -> new Refused(404, "NOT_FOUND", "The key was never used."))
            .deepCopy();
    return answer.put("status", "processed");
  }

  Reply token(Platform platform, Request request) {
    return perform(
        platform,
        Fault.Place.TOKEN,
        Dialect.JSON,
        request,
        () -> access.issueToken(platform, request));
  }

  private Reply perform(
      Platform platform,
      Fault.Place place,
      Dialect dialect,
      Request request,
      Supplier<Answer> work) {
    Fault fault = faults.next(platform, place).orElse(null);
    if (fault == null) {
      return work.get();
    }
    Answer done = fault.commits() ? work.get() : dialect.refusal(500, "INTERNAL", "Not done.");
    return switch (fault.kind()) {
      case RATE_LIMIT ->
          dialect
              .refusal(429, "RATE_LIMIT", "Too many requests.")
              .with(
                  fault.retryAfterSeconds() == null
                      ? Map.of()
                      : Map.of("Retry-After", String.valueOf(fault.retryAfterSeconds())));
      case SERVER_ERROR -> dialect.refusal(500, "INTERNAL", "Something went wrong.");
      case UNAVAILABLE -> dialect.refusal(503, "UNAVAILABLE", "Back soon.");
      case EXPIRED_TOKEN -> {
        access.revoke(request);
        yield dialect.refusal(Refused.credentials("The token has expired."));
      }
      case TIMEOUT_AFTER_COMMIT -> new Reply.Silence(Duration.ofSeconds(fault.holdSeconds()));
      case MALFORMED_OK -> dialect.malformed();
      case SLOW_DRIP -> new Reply.Dripped(done, Duration.ofMillis(fault.pauseMillis()));
      case RESET, RESET_AFTER_COMMIT -> new Reply.Reset();
    };
  }
}
