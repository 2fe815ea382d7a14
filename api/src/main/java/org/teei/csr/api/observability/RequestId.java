package org.teei.csr.api.observability;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The id by which a request is found in logs: the caller's where it has the form of an id, else
 * ours.
 */
public final class RequestId {
  static final String HEADER = "X-Request-Id";
  private static final String ATTRIBUTE = RequestId.class.getName();

  private RequestId() {}

  /** The id of a request that is being answered. */
  public static @Nullable String of(HttpServletRequest request) {
    return (String) request.getAttribute(ATTRIBUTE);
  }

  static String settle(HttpServletRequest request) {
    var known = of(request);
    if (known != null) {
      return known;
    }
    var sent = request.getHeader(HEADER);
    var id = sent != null && sound(sent) ? sent : UUID.randomUUID().toString();
    request.setAttribute(ATTRIBUTE, id);
    return id;
  }

  private static boolean sound(String sent) {
    return sent.length() >= 8
        && sent.length() <= 64
        && sent.chars()
            .allMatch(c ->
                (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '-');
  }
}
