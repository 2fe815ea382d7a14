package org.teei.csr.api.problems;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Which request it was, as far as that can be told without repeating what a user sent. */
final class Instance {
  private static final int LONGEST = 200;

  private Instance() {}

  /** The path where it consists of plain segments only, as all of ours do; else nothing. */
  static @Nullable String of(HttpServletRequest request) {
    var forwarded = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    var path = forwarded instanceof String original ? original : request.getRequestURI();
    return path != null && path.length() <= LONGEST && path.chars().allMatch(Instance::plain)
        ? path
        : null;
  }

  private static boolean plain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "/-_.:".indexOf(c) >= 0;
  }
}
