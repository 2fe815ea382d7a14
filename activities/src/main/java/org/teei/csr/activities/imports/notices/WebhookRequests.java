package org.teei.csr.activities.imports.notices;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.http.client.FilteredHostException;
import org.springframework.boot.http.client.InetAddressFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;
import org.teei.csr.activities.observability.HttpRefusal;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.activities.shared.OutsideRequests;
import org.teei.csr.workflows.shared.FailureClass;

/**
 * Posts to addresses that companies chose. Nothing of the answer is read but its head: the rest is
 * not wanted.
 */
public final class WebhookRequests {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration IN_ALL = Duration.ofSeconds(10);
  private static final int OK = 200;
  private static final int REDIRECTION = 300;

  private final boolean plainHttp;
  private final Duration inAll;
  private final RestClient client;

  /**
   * @param plainHttp whether addresses without encryption may be told
   * @param privateAddresses whether machines may be told that are not of the internet
   */
  public WebhookRequests(boolean plainHttp, boolean privateAddresses) {
    this(
        plainHttp,
        privateAddresses ? InetAddressFilter.all() : InetAddressFilter.externalAddresses(),
        IN_ALL);
  }

  WebhookRequests(boolean plainHttp, InetAddressFilter addresses, Duration inAll) {
    this.plainHttp = plainHttp;
    this.inAll = inAll;
    this.client =
        RestClient.builder()
            .requestFactory(OutsideRequests.factory(addresses, PATIENCE, _ -> {}))
            .build();
  }

  private record Answer(int status, @Nullable String retryAfter) {}

  /**
   * Posts once.
   *
   * @return the status, which is one of success
   * @throws HttpRefusal if the receiver answered otherwise
   * @throws StepFailure if it could not be asked
   */
  int post(String address, HttpHeaders headers, String body) {
    URI uri = URI.create(address);
    if (!OutsideRequests.mayBeAsked(uri, plainHttp)) {
      throw new StepFailure(FailureClass.PERMANENT, "receiver-not-encrypted");
    }
    try {
      return checked(
          OutsideRequests.<Answer>within(inAll, answer -> exchange(uri, headers, body, answer)));
    } catch (TimeoutException slow) {
      throw new StepFailure(FailureClass.TRANSIENT, "receiver-too-slow", slow);
    } catch (ExecutionException failed) {
      throw failure(failed.getCause());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new StepFailure(FailureClass.TRANSIENT, "interrupted", stopping);
    }
  }

  private void exchange(
      URI uri, HttpHeaders headers, String body, CompletableFuture<Answer> answer) {
    try {
      client
          .post()
          .uri(uri)
          .headers(all -> all.addAll(headers))
          .contentType(MediaType.APPLICATION_JSON)
          .body(body)
          .exchange((request, response) ->
              answer.complete(
                  new Answer(
                      response.getStatusCode().value(),
                      response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER))));
    } catch (RuntimeException failed) {
      answer.completeExceptionally(failed);
    }
  }

  private static int checked(Answer answer) {
    if (answer.status() < OK || answer.status() >= REDIRECTION) {
      throw new HttpRefusal(answer.status(), answer.retryAfter());
    }
    return answer.status();
  }

  private static StepFailure failure(@Nullable Throwable failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof FilteredHostException) {
        return new StepFailure(FailureClass.PERMANENT, "receiver-not-allowed", failed);
      }
      if (cause instanceof SSLException) {
        return new StepFailure(FailureClass.PERMANENT, "receiver-not-trusted", failed);
      }
    }
    return new StepFailure(FailureClass.TRANSIENT, "receiver-unreachable", failed);
  }
}
