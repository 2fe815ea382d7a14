package org.teei.csr.api.identity.signin;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Where a browser goes on after its sign-in: an address of ours, kept in its session. */
public final class Continuation {
  /** Where a sign-in ends that began for nothing else. */
  static final String END = "/auth/done";

  private static final String ATTRIBUTE = "continue";
  private static final int LONGEST = 4_000;

  private Continuation() {}

  /** Comes back to this request. */
  static void here(HttpServletRequest request) {
    keep(request, request.getServletPath() + "?" + request.getQueryString());
  }

  /** Remembers {@code wanted} if it is a path of ours, and nothing else. */
  public static void to(HttpServletRequest request, @Nullable String wanted) {
    if (wanted != null && ours(wanted)) {
      keep(request, wanted);
    }
  }

  /** Takes what was remembered. */
  public static String take(HttpServletRequest request) {
    var session = request.getSession(false);
    var kept = session == null ? null : session.getAttribute(ATTRIBUTE);
    if (session == null || kept == null) {
      return END;
    }
    session.removeAttribute(ATTRIBUTE);
    return kept.toString();
  }

  /**
   * A path is ours if no browser can read another host or scheme into it: it begins with one slash,
   * and has nothing that is skipped or turned into one.
   */
  static boolean ours(String path) {
    return path.length() <= LONGEST
        && path.startsWith("/")
        && !path.startsWith("//")
        && path.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '\\');
  }

  private static void keep(HttpServletRequest request, String address) {
    if (ours(address)) {
      request.getSession().setAttribute(ATTRIBUTE, address);
    }
  }
}
