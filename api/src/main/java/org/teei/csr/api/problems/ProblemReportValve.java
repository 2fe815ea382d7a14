package org.teei.csr.api.problems;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/**
 * Answers for requests that Tomcat refuses before they reach the application. Made by Tomcat
 * itself.
 */
public final class ProblemReportValve extends ErrorReportValve {

  @Override
  protected void report(Request request, Response response, @Nullable Throwable throwable) {
    if (response.getStatus() < 400 || response.isCommitted() || response.getContentWritten() > 0) {
      return;
    }
    var kind = RequestProblem.of(response.getStatus());
    var requestId = UUID.randomUUID().toString();
    var body =
        """
        {"type":"%s","title":"%s","status":%d,"detail":"%s","code":"%s","requestId":"%s"}\
        """
            .formatted(
                kind.type(), kind.title(), kind.status(), kind.remedy(), kind.code(), requestId)
            .getBytes(StandardCharsets.UTF_8);
    try {
      response.setStatus(kind.status());
      response.setHeader("X-Request-Id", requestId);
      response.setHeader("X-Content-Type-Options", "nosniff");
      response.setContentType("application/problem+json");
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
      response.finishResponse();
    } catch (IOException | IllegalStateException gone) {
      // The client is gone: there is nobody to answer.
    }
  }
}
