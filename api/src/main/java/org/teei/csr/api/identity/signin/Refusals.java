package org.teei.csr.api.identity.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.web.util.HtmlUtils;
import org.teei.csr.api.identity.IdentityProblem;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.ProblemKind;
import org.teei.csr.api.problems.Problems;

/**
 * Says no to a browser: the same whatever a provider answered, as a page to who asks for one and as
 * a problem to all others.
 */
final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
  private static final int LONGEST_CODE = 40;

  private final Problems problems;

  Refusals(Problems problems) {
    this.problems = problems;
  }

  /** A provider's answer that signs nobody in. */
  void ofAnswer(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
      throws IOException {
    LOG.info("Sign-in refused: {}", code(reason));
    write(request, response, IdentityProblem.SIGN_IN_REFUSED);
  }

  /** A sign-in that cannot begin. */
  void ofStart(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
      throws IOException {
    if (reason.getCause() instanceof ProblemException problem) {
      write(request, response, problem.kind());
    } else {
      LOG.warn(
          "A sign-in provider does not answer: {}",
          kind(reason.getCause() == null ? reason : reason.getCause()));
      write(request, response, IdentityProblem.PROVIDER_AWAY);
    }
  }

  void write(HttpServletRequest request, HttpServletResponse response, ProblemKind kind)
      throws IOException {
    if (!wantsPage(request)) {
      problems.write(request, response, ProblemException.of(kind));
      return;
    }
    var page =
        Html.page(kind.title(), "<p>" + HtmlUtils.htmlEscape(kind.remedy()) + "</p>")
            .getBytes(StandardCharsets.UTF_8);
    response.setStatus(kind.status());
    response.setContentType(MediaType.TEXT_HTML_VALUE + ";charset=utf-8");
    response.setHeader("Content-Security-Policy", Html.POLICY);
    response.setContentLength(page.length);
    response.getOutputStream().write(page);
  }

  private static boolean wantsPage(HttpServletRequest request) {
    var accept = request.getHeader(HttpHeaders.ACCEPT);
    return accept != null && accept.contains(MediaType.TEXT_HTML_VALUE);
  }

  /** Codes of a provider are its own words, which are not logged unless they look like codes. */
  private static String code(AuthenticationException reason) {
    var code =
        reason instanceof OAuth2AuthenticationException known
            ? known.getError().getErrorCode()
            : kind(reason);
    return code.length() <= LONGEST_CODE
            && code.chars().allMatch(c -> c == '_' || (c >= 'a' && c <= 'z'))
        ? code
        : "other";
  }

  private static String kind(Throwable reason) {
    return reason.getClass().getSimpleName();
  }
}
