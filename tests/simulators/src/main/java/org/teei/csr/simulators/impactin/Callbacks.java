package org.teei.csr.simulators.impactin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.teei.csr.simulators.impactin.Ledger.Report;
import org.teei.csr.simulators.impactin.Ledger.Submission;

/**
 * Tells receivers what became of an accepted report, as the platforms do: some time later, signed,
 * again and again while the receiver does not answer with 2xx. What is still to be told is
 * forgotten at the end of the process, so that a callback can be missing, as in life.
 */
final class Callbacks {
  private static final int MOST_ATTEMPTS = 5;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final InstantSource clock;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final List<Receiver> receivers = new ArrayList<>();
  private final List<Sent> sent = new ArrayList<>();

  Callbacks(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Who is told.
   *
   * @param organizationId null for all that no other receiver is for
   * @param secret what the callback is signed with
   * @param failed whether it tells of a failure
   * @param copies how often the same is told
   */
  record Receiver(
      Platform platform,
      @Nullable String organizationId,
      URI url,
      String secret,
      int delayMillis,
      boolean failed,
      int copies) {}

  /** As it stands in a request. */
  record Order(
      @Nullable Platform platform,
      @Nullable String organizationId,
      @Nullable URI url,
      @Nullable String secret,
      @Nullable Integer delayMillis,
      @Nullable String outcome,
      @Nullable Integer copies) {

    Receiver receiver() {
      if (platform == null || url == null || secret == null || secret.isBlank()) {
        throw Refused.control("A receiver has a platform, a url and a secret.");
      }
      if (!url.isAbsolute() || !List.of("http", "https").contains(url.getScheme())) {
        throw Refused.control("The url is absolute, with http or https.");
      }
      if (outcome != null && !List.of("success", "failed").contains(outcome)) {
        throw Refused.control("The outcome is success or failed.");
      }
      int delay = delayMillis == null ? 0 : delayMillis;
      int times = copies == null ? 1 : copies;
      if (delay < 0 || times < 1 || times > 100) {
        throw Refused.control("delayMillis is 0 or more, copies are 1 to 100.");
      }
      return new Receiver(
          platform, organizationId, url, secret, delay, "failed".equals(outcome), times);
    }
  }

  /**
   * A callback that was tried.
   *
   * @param status of the last answer; 0 for none
   */
  record Sent(Platform platform, String transactionId, int status, int attempts) {}

  /** Takes the place of the receiver of the same platform and organisation. */
  synchronized void register(Receiver receiver) {
    receivers.removeIf(other ->
        other.platform == receiver.platform
            && Objects.equals(other.organizationId, receiver.organizationId));
    receivers.add(receiver);
  }

  synchronized List<Receiver> receivers() {
    return List.copyOf(receivers);
  }

  synchronized List<Sent> sent() {
    return List.copyOf(sent);
  }

  synchronized void clear() {
    receivers.clear();
    sent.clear();
  }

  private synchronized Optional<Receiver> receiver(Platform platform, String organizationId) {
    var fitting = receivers.stream().filter(each -> each.platform == platform).toList();
    return fitting.stream()
        .filter(each -> organizationId.equals(each.organizationId))
        .findFirst()
        .or(() -> fitting.stream().filter(each -> each.organizationId == null).findFirst());
  }

  /** Tells of it later. */
  void accepted(Submission submission) {
    Report first = submission.reports().getFirst();
    receiver(submission.platform(), first.organizationId())
        .ifPresent(receiver -> {
          byte[] body = Json.text(body(submission, receiver)).getBytes(UTF_8);
          for (int copy = 0; copy < receiver.copies; copy++) {
            Thread.ofVirtual().start(() -> tell(receiver, submission.transactionId(), body));
          }
        });
  }

  private ObjectNode body(Submission submission, Receiver receiver) {
    Report first = submission.reports().getFirst();
    String now = now().toString();
    return switch (submission.platform()) {
      case BENEVITY -> {
        var body =
            Json.object()
                .put("event_type", receiver.failed ? "delivery.failed" : "delivery.success")
                .put("transaction_id", submission.transactionId())
                .put("organization_id", first.organizationId())
                .put("status", receiver.failed ? "failed" : "success")
                .put("timestamp", now);
        yield receiver.failed ? body.put("error_message", "Could not be processed.") : body;
      }
      case GOODERA -> {
        var body =
            Json.object()
                .put("eventType", receiver.failed ? "data.failed" : "data.processed")
                .put("transactionId", submission.transactionId())
                .put("projectId", first.projectId())
                .put("status", receiver.failed ? "failed" : "processed")
                .put("recordsProcessed", receiver.failed ? 0 : submission.reports().size())
                .put("timestamp", now);
        yield receiver.failed ? body.put("error", "Could not be processed.") : body;
      }
      case WORKDAY -> {
        var body =
            Json.object()
                .put("eventType", "activity.created")
                .put("transactionId", submission.transactionId())
                .put("status", receiver.failed ? "error" : "success")
                .put("timestamp", now);
        if (!first.activities().isEmpty()) {
          body.put("activityId", first.activities().getFirst());
        }
        yield receiver.failed ? body.put("message", "Could not be processed.") : body;
      }
    };
  }

  private void tell(Receiver receiver, String transactionId, byte[] body) {
    try {
      Thread.sleep(receiver.delayMillis);
      Duration pause = FIRST_PAUSE;
      for (int attempt = 1; ; attempt++) {
        int status = post(receiver, body);
        if (status / 100 == 2 || attempt == MOST_ATTEMPTS) {
          done(new Sent(receiver.platform, transactionId, status, attempt));
          return;
        }
        Thread.sleep(pause);
        pause = pause.multipliedBy(2);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void done(Sent told) {
    sent.add(told);
  }

  /** The status of the answer; 0 for none. */
  private int post(Receiver receiver, byte[] body) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(receiver.url)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    Signatures.headers(receiver.platform, receiver.secret, body, now()).forEach(request::header);
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }
}
