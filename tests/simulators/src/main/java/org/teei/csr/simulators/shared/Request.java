package org.teei.csr.simulators.shared;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came.
 *
 * @param path without the query, decoded
 * @param query decoded; of several parameters of one name the last
 * @param headers by name in any case; of several of one name the last
 * @param body the bytes that were sent, on which signatures and hashes rest
 */
public record Request(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body) {

  static Request of(String method, String target, Map<String, String> headers, byte[] body) {
    URI address = URI.create(target);
    String path = address.getPath();
    return new Request(
        method, path == null ? "/" : path, pairs(address.getRawQuery()), headers, body);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).filter(value -> !value.isBlank());
  }

  public Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isBlank());
  }

  /** The members of a form in the body. */
  public Map<String, String> form() {
    return pairs(new String(body, StandardCharsets.UTF_8));
  }

  private static Map<String, String> pairs(@Nullable String encoded) {
    var pairs = new LinkedHashMap<String, String>();
    for (String pair : encoded == null ? new String[0] : encoded.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        pairs.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return pairs;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
