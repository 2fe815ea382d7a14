package org.teei.csr.activities.shared;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.core5.http.config.Http1Config;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpCookieHandling;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.InetAddressFilter;
import org.springframework.http.client.ClientHttpRequestFactory;

/**
 * Requests to addresses that companies chose. Whoever sets one up chooses where this process
 * connects to: so what a name resolves to is checked at the connect, redirects are not followed,
 * nothing is tried a second time, no cookie and no connection is kept, and all of a request
 * together has a time limit, as the other side may send its answer byte by byte.
 */
public final class OutsideRequests {
  /** A head is kept in memory whole. */
  private static final Http1Config SHORT_HEADS =
      Http1Config.custom().setMaxLineLength(16_384).setMaxHeaderCount(200).build();

  private OutsideRequests() {}

  /**
   * @param patience to connect, and between two bytes
   * @param more of what the client does
   */
  public static ClientHttpRequestFactory factory(
      InetAddressFilter addresses, Duration patience, Consumer<HttpClientBuilder> more) {
    return ClientHttpRequestFactoryBuilder.httpComponents()
        .withConnectionManagerCustomizer(connections ->
            connections.setConnectionFactory(
                ManagedHttpClientConnectionFactory.builder().http1Config(SHORT_HEADS).build()))
        .withHttpClientCustomizer(client -> {
          eachOnItsOwn(client);
          more.accept(client);
        })
        .build(
            HttpClientSettings.defaults()
                .withTimeouts(patience, patience)
                .withRedirects(HttpRedirects.DONT_FOLLOW)
                .withCookieHandling(HttpCookieHandling.DISABLE)
                .withInetAddressFilter(addresses));
  }

  /** No second try, and no connection that is kept past the judgement of its address. */
  private static void eachOnItsOwn(HttpClientBuilder client) {
    client
        .disableAutomaticRetries()
        .setConnectionReuseStrategy((request, answer, context) -> false);
  }

  /** Whether an address is encrypted, or may go without. */
  public static boolean mayBeAsked(URI address, boolean plainHttp) {
    return "https".equals(address.getScheme()) || plainHttp && "http".equals(address.getScheme());
  }

  /** Below 1024 other services listen than those that are meant to be reached. */
  public static boolean isUsualPort(URI address) {
    int port = address.getPort();
    return port < 0 || port == 80 || port == 443 || port >= 1024;
  }

  /**
   * What {@code work} completes with in time. It runs on a thread of its own, and is interrupted
   * once it has answered or its time is over, which closes a connection that is still open.
   *
   * @throws TimeoutException if it does not
   * @throws ExecutionException with what it completed exceptionally with
   */
  public static <T> T within(Duration limit, Consumer<CompletableFuture<T>> work)
      throws TimeoutException, ExecutionException, InterruptedException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Thread asking = Thread.ofVirtual().name("outside").start(() -> work.accept(answer));
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      asking.interrupt();
    }
  }
}
