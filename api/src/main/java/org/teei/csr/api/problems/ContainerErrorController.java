package org.teei.csr.api.problems;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers for what the servlet container refused or what failed outside Spring MVC. */
@Hidden
@RestController
final class ContainerErrorController implements ErrorController {
  private final Problems problems;

  ContainerErrorController(Problems problems) {
    this.problems = problems;
  }

  @RequestMapping("/error")
  void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
    var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    // Someone who asks for /error itself finds nothing there.
    var kind = status instanceof Integer code ? RequestProblem.of(code) : RequestProblem.NOT_FOUND;
    problems.write(request, response, ProblemException.of(kind));
  }
}
