package org.teei.csr.api.problems;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.util.UriComponentsBuilder;
import org.teei.csr.api.problems.Problem.Fault;

/**
 * Refuses query parameters that a route of ours does not know, and such that occur twice: a
 * misspelt option must not pass for one that was not given. Refuses too what can be in no value.
 */
@Component
final class QueryParameters implements HandlerInterceptor, WebMvcConfigurer {
  /** A character that is in no text of the database. */
  private static final String NUL = "%00";

  private final Map<HandlerMethod, Set<String>> known = new ConcurrentHashMap<>();

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).addPathPatterns("/v1/**", "/problems/**");
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof HandlerMethod method && request.getQueryString() != null) {
      check(parse(request.getQueryString()), known.computeIfAbsent(method, QueryParameters::names));
    }
    return true;
  }

  private static MultiValueMap<String, String> parse(String query) {
    try {
      return UriComponentsBuilder.newInstance().query(query).build().getQueryParams();
    } catch (IllegalArgumentException notEncoded) {
      throw ProblemException.of(RequestProblem.BAD_REQUEST);
    }
  }

  private static void check(MultiValueMap<String, String> sent, Set<String> known) {
    List<Fault> unknown = new ArrayList<>();
    List<Fault> repeated = new ArrayList<>();
    List<Fault> invalid = new ArrayList<>();
    sent.forEach((name, values) -> {
      if (!known.contains(name)) {
        unknown.add(
            Fault.ofParameter(
                PlainNames.plain(name) ? name : "(not a parameter name)",
                "unknown",
                "Is not known here."));
      } else if (values.size() > 1) {
        repeated.add(Fault.ofParameter(name, "repeated", "May occur once."));
      } else if (values.stream().anyMatch(value -> value != null && value.contains(NUL))) {
        invalid.add(Fault.ofParameter(name, "invalid", "Has not the documented form."));
      }
    });
    if (!unknown.isEmpty()) {
      throw ProblemException.of(RequestProblem.UNKNOWN_PARAMETER, unknown);
    }
    if (!repeated.isEmpty()) {
      throw ProblemException.of(RequestProblem.REPEATED_PARAMETER, repeated);
    }
    if (!invalid.isEmpty()) {
      throw ProblemException.of(RequestProblem.INVALID_PARAMETER, invalid);
    }
  }

  private static Set<String> names(HandlerMethod method) {
    return Arrays.stream(method.getMethodParameters())
        .flatMap(QueryParameters::names)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** A parameter of its own, or those that a record gathers. */
  private static Stream<String> names(MethodParameter parameter) {
    if (parameter.hasParameterAnnotation(RequestParam.class)) {
      return Stream.of(name(parameter));
    }
    return parameter.hasParameterAnnotation(ParameterObject.class)
        ? Arrays.stream(parameter.getParameterType().getRecordComponents())
            .map(RecordComponent::getName)
        : Stream.empty();
  }

  private static String name(MethodParameter parameter) {
    var given = Objects.requireNonNull(parameter.getParameterAnnotation(RequestParam.class)).name();
    return given.isEmpty() ? Objects.requireNonNull(parameter.getParameter().getName()) : given;
  }
}
