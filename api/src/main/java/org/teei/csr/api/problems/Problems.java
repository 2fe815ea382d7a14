package org.teei.csr.api.problems;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.teei.csr.api.observability.RequestId;
import tools.jackson.databind.json.JsonMapper;

/** Writes problems: the one way in which a request of this application fails. */
@Component
public final class Problems {
  private static final Duration DEFAULT_RETRY = Duration.ofSeconds(5);

  private final JsonMapper json;
  private final ObjectProvider<Tracer> tracer;

  Problems(JsonMapper json, ObjectProvider<Tracer> tracer) {
    this.json = json;
    this.tracer = tracer;
  }

  /** Answers with the problem, unless an answer is under way already. */
  public void write(
      HttpServletRequest request, HttpServletResponse response, ProblemException exception)
      throws IOException {
    if (response.isCommitted()) {
      throw new IOException("The answer broke off", exception);
    }
    var problem = problem(request, exception);
    response.resetBuffer();
    response.setStatus(problem.status());
    if (exception.retryAfter() != null || problem.status() == 503) {
      var wait = exception.retryAfter() == null ? DEFAULT_RETRY : exception.retryAfter();
      response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, wait.toSeconds())));
    }
    if (exception.location() != null) {
      response.setHeader(HttpHeaders.LOCATION, exception.location().toString());
    }
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    var body = json.writeValueAsBytes(problem);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
    response.flushBuffer();
  }

  private Problem problem(HttpServletRequest request, ProblemException exception) {
    var kind = exception.kind();
    return new Problem(
        kind.type(),
        kind.title(),
        kind.status(),
        exception.detail() == null ? kind.remedy() : exception.detail(),
        Instance.of(request),
        kind.code(),
        exception.currentStatus(),
        exception.faults(),
        traceId(),
        RequestId.of(request));
  }

  private @Nullable String traceId() {
    var present = tracer.getIfAvailable();
    Span span = present == null ? null : present.currentSpan();
    return span == null ? null : span.context().traceId();
  }
}
