package org.teei.csr.api.identity;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.shared.OpenAddresses;

/**
 * Lets a request on to its route if the principal holds what the route {@link Requires}, and for
 * dangerous ones has shown a second factor; the one place where permissions are checked. A route
 * below {@code /v1} that requires nothing serves nobody, but for webhooks that are signed.
 */
@Component
final class RouteGuard implements HandlerInterceptor, WebMvcConfigurer {
  private static final String GUARDED = "/v1/";
  private static final String CODEC = "/codec/";

  /** What the platform's own staff reach with a token of tenant {@code platform}. */
  private static final List<String> OF_PLATFORM =
      List.of("/v1/operations/", "/v1/audit", "/v1/admin/", CODEC);

  private final CurrentPrincipal principals;
  private final CodecGuard codec;

  RouteGuard(CurrentPrincipal principals, CodecGuard codec) {
    this.principals = principals;
    this.codec = codec;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).order(Integer.MIN_VALUE);
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    var path = request.getServletPath();
    if (handler instanceof HandlerMethod method
        && !OpenAddresses.isWebhook(request)
        && (path.startsWith(GUARDED) || path.startsWith(CODEC) && !codec.isOpenTo(request))) {
      if (!permitted(path, method)) {
        throw ProblemException.of(IdentityProblem.NOT_PERMITTED);
      }
      if (asksForMore(request, method)) {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, StepUp.CHALLENGE);
        throw ProblemException.of(IdentityProblem.STEP_UP_NEEDED);
      }
    }
    return true;
  }

  private boolean asksForMore(HttpServletRequest request, HandlerMethod method) {
    return required(method)
            .filter(permission -> StepUp.guards(permission, request.getMethod()))
            .isPresent()
        && !principals.get().hasSteppedUp();
  }

  private boolean permitted(String path, HandlerMethod method) {
    var who = principals.get();
    return required(method).map(who::may).orElse(false)
        && (!who.ofPlatform() || OF_PLATFORM.stream().anyMatch(path::startsWith));
  }

  static Optional<Permission> required(HandlerMethod method) {
    var own = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), Requires.class);
    return Optional.ofNullable(
            own != null
                ? own
                : AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), Requires.class))
        .map(Requires::value);
  }
}
