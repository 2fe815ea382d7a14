package org.teei.csr.activities.impactin.vendors;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.springframework.boot.http.client.FilteredHostException;
import org.springframework.boot.http.client.InetAddressFilter;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import org.springframework.web.util.DefaultUriBuilderFactory;
import org.springframework.web.util.InvalidUrlException;
import org.springframework.web.util.UriBuilderFactory;
import org.teei.csr.activities.impactin.vendors.Outcome.NotSent;
import org.teei.csr.activities.shared.OutsideRequests;
import org.teei.csr.workflows.shared.FailureClass;

/** Makes single requests to platforms, and tells how far they got. */
final class VendorRequests {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration IN_ALL = Duration.ofSeconds(30);

  private final boolean plainHttp;
  private final Duration inAll;
  private final Apis apis;

  /** One of each, over one client. */
  record Apis(
      PlatformApis.Benevity benevity,
      PlatformApis.Goodera goodera,
      PlatformApis.Workday workday,
      PlatformApis.Tokens tokens) {

    static Apis over(InetAddressFilter addresses, Duration patience) {
      RestClient client =
          RestClient.builder()
              .requestFactory(OutsideRequests.factory(addresses, patience, Recording::of))
              .defaultStatusHandler(HttpStatusCode::isError, (request, response) -> {})
              .build();
      HttpServiceProxyFactory proxies =
          HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client)).build();
      return new Apis(
          proxies.createClient(PlatformApis.Benevity.class),
          proxies.createClient(PlatformApis.Goodera.class),
          proxies.createClient(PlatformApis.Workday.class),
          proxies.createClient(PlatformApis.Tokens.class));
    }
  }

  /** What came of one request. */
  record Attempt(Outcome outcome, Exchange exchange) {}

  /**
   * @param addresses machines that may be told
   * @param plainHttp whether addresses without encryption may be
   */
  VendorRequests(InetAddressFilter addresses, boolean plainHttp) {
    this(addresses, plainHttp, PATIENCE, IN_ALL);
  }

  VendorRequests(
      InetAddressFilter addresses, boolean plainHttp, Duration patience, Duration inAll) {
    this.plainHttp = plainHttp;
    this.inAll = inAll;
    this.apis = Apis.over(addresses, patience);
  }

  /**
   * @param body for the record
   * @param secrets that the record does not hold, wherever they are repeated
   * @param request makes one call of an API that it is given, to the address that it is given
   */
  Attempt perform(Connection connection, byte[] body, Collection<String> secrets, Request request) {
    URI endpoint = connection.endpoint();
    if (!OutsideRequests.mayBeAsked(endpoint, plainHttp)
        || !OutsideRequests.isUsualPort(endpoint)) {
      return new Attempt(new NotSent(FailureClass.PERMANENT, "address-not-allowed"), Exchange.NONE);
    }
    Recording recording = new Recording();
    long began = System.nanoTime();
    Outcome outcome =
        outcome(
            recording, _ -> request.make(apis, new DefaultUriBuilderFactory(endpoint.toString())));
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    return new Attempt(
        outcome, recording.sent() ? exchange(recording, body, secrets, took) : Exchange.NONE);
  }

  /** A call of an API. */
  @FunctionalInterface
  interface Request {
    void make(Apis apis, UriBuilderFactory endpoint);
  }

  private Outcome outcome(Recording recording, Consumer<CompletableFuture<Boolean>> call) {
    try {
      OutsideRequests.<Boolean>within(
          inAll,
          done ->
              ScopedValue.where(Recording.CURRENT, recording)
                  .run(() -> {
                    try {
                      call.accept(done);
                      recording.end();
                      done.complete(true);
                    } catch (RuntimeException failed) {
                      done.completeExceptionally(failed);
                    }
                  }));
      return recording.outcome("connection-lost");
    } catch (TimeoutException slow) {
      return cutOff(recording, "answer-too-slow");
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return cutOff(recording, "interrupted");
    } catch (ExecutionException failed) {
      return recording.sent()
          ? recording.outcome(
              has(failed, SocketTimeoutException.class) ? "no-answer" : "connection-lost")
          : notSent(failed);
    }
  }

  private static Outcome cutOff(Recording recording, String reason) {
    recording.abandon();
    return recording.sent()
        ? recording.outcome(reason)
        : new NotSent(FailureClass.TRANSIENT, "connect-too-slow");
  }

  private static Outcome notSent(ExecutionException failed) {
    if (has(failed, FilteredHostException.class) || has(failed, InvalidUrlException.class)) {
      return new NotSent(FailureClass.PERMANENT, "address-not-allowed");
    }
    if (has(failed, SSLException.class)) {
      return new NotSent(FailureClass.TRANSIENT, "not-trusted");
    }
    if (has(failed, UnknownHostException.class)) {
      return new NotSent(FailureClass.TRANSIENT, "host-unknown");
    }
    if (has(failed, IOException.class)) {
      return new NotSent(FailureClass.TRANSIENT, "unreachable");
    }
    throw new IllegalStateException("a request could not be made", failed);
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private static Exchange exchange(
      Recording recording, byte[] body, Collection<String> secrets, Duration took) {
    byte[] head = recording.requestHead();
    byte[] request = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return new Exchange(
        recording.status(),
        redacted(request, secrets),
        redacted(recording.response(), secrets),
        took);
  }

  private static byte[] redacted(byte[] bytes, Collection<String> secrets) {
    String text = new String(bytes, ISO_8859_1);
    for (String secret : secrets) {
      if (!secret.isEmpty()) {
        text = text.replace(new String(secret.getBytes(UTF_8), ISO_8859_1), "[redacted]");
      }
    }
    return text.getBytes(ISO_8859_1);
  }
}
