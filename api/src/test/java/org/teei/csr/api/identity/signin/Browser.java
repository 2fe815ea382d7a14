package org.teei.csr.api.identity.signin;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.teei.csr.api.shared.Http;

/** A browser as far as signing in needs one: it keeps cookies by host and follows redirects. */
final class Browser {
  /** Does not follow redirects by itself. */
  private static final HttpClient CLIENT = Http.client();

  private static final int REDIRECTS = 10;

  private final Map<String, String> cookies = new TreeMap<>();

  HttpResponse<String> get(String address, String... headers) {
    return send(HttpRequest.newBuilder(URI.create(address)).GET(), headers);
  }

  HttpResponse<String> post(String address, String form, String... headers) {
    return send(
        HttpRequest.newBuilder(URI.create(address))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)),
        headers);
  }

  /** What a script of a page sends. */
  HttpResponse<String> json(String address, String json, String... headers) {
    return send(
        HttpRequest.newBuilder(URI.create(address))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)),
        headers);
  }

  /** Goes where it is sent, until an address that {@code end} knows, or an answer. */
  HttpResponse<String> follow(String address, Predicate<String> end) {
    var at = address;
    for (int hop = 0; hop < REDIRECTS; hop++) {
      var answer = get(at);
      var next = answer.headers().firstValue("Location").map(URI.create(at)::resolve);
      if (next.isEmpty() || end.test(next.get().toString())) {
        return answer;
      }
      at = next.get().toString();
    }
    throw new AssertionError("too many redirects");
  }

  String cookie(String name) {
    return cookies.get(name);
  }

  void setCookie(String name, String value) {
    cookies.put(name, value);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String... headers) {
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (!cookies.isEmpty()) {
      var all = new StringBuilder();
      cookies.forEach((name, value) -> all.append(name).append('=').append(value).append("; "));
      request.header("Cookie", all.toString());
    }
    try {
      var answer = CLIENT.send(request.build(), BodyHandlers.ofString());
      answer.headers().allValues("Set-Cookie").forEach(this::keep);
      return answer;
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private void keep(String cookie) {
    var pair = cookie.split(";", 2)[0].split("=", 2);
    if (cookie.contains("Max-Age=0")) {
      cookies.remove(pair[0]);
    } else {
      cookies.put(pair[0], pair[1]);
    }
  }
}
