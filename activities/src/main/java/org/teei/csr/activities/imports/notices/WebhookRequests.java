package org.teei.csr.activities.imports.notices;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.FilteredHostException;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpCookieHandling;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.InetAddressFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;
import org.teei.csr.activities.observability.HttpRefusal;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.workflows.shared.FailureClass;

/**
 * Posts to addresses that companies chose. Whoever sets one up chooses where this process connects
 * to: so what a name resolves to is checked at the connect, redirects are not followed, nothing of
 * the answer is read but its head, and all of it together has a time limit, as a receiver may send
 * its head byte by byte. Nothing is tried a second time here, and no cookie is kept.
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
            .requestFactory(
                ClientHttpRequestFactoryBuilder.httpComponents()
                    .withHttpClientCustomizer(WebhookRequests::eachOnItsOwn)
                    .build(
                        HttpClientSettings.defaults()
                            .withTimeouts(PATIENCE, PATIENCE)
                            .withRedirects(HttpRedirects.DONT_FOLLOW)
                            .withCookieHandling(HttpCookieHandling.DISABLE)
                            .withInetAddressFilter(addresses)))
            .build();
  }

  /** No second try, and no connection that is kept past the judgement of its address. */
  private static void eachOnItsOwn(HttpClientBuilder client) {
    client
        .disableAutomaticRetries()
        .setConnectionReuseStrategy((request, answer, context) -> false);
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
    if (!"https".equals(uri.getScheme()) && !(plainHttp && "http".equals(uri.getScheme()))) {
      throw new StepFailure(FailureClass.PERMANENT, "receiver-not-encrypted");
    }
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Thread sending =
        Thread.ofVirtual().name("webhook").start(() -> exchange(uri, headers, body, answer));
    try {
      return checked(answer.get(inAll.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException slow) {
      throw new StepFailure(FailureClass.TRANSIENT, "receiver-too-slow", slow);
    } catch (ExecutionException failed) {
      throw failure(failed.getCause());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new StepFailure(FailureClass.TRANSIENT, "interrupted", stopping);
    } finally {
      // Closes the connection of one that is still at it: the rest of the answer is not wanted.
      sending.interrupt();
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
