package org.teei.csr.api.problems;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.ConstraintViolation;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.catalina.connector.ClientAbortException;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.schema.personaldata.KmsUnavailableException;
import org.teei.csr.schema.storage.StorageFullException;

/** Turns whatever a request ended with into a problem. */
@RestControllerAdvice
final class ProblemAdvice {
  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

  private final Problems problems;

  ProblemAdvice(Problems problems) {
    this.problems = problems;
  }

  @ExceptionHandler
  void handle(Exception exception, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (exception instanceof ClientAbortException
        || exception instanceof AsyncRequestNotUsableException) {
      return;
    }
    if (exception instanceof ErrorResponse framework) {
      framework
          .getHeaders()
          .forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
    }
    problems.write(request, response, problem(exception));
  }

  private static ProblemException problem(Exception exception) {
    return switch (exception) {
      case ProblemException problem -> problem;
      case MethodArgumentTypeMismatchException mismatch -> mismatch(mismatch);
      case MissingServletRequestParameterException missing ->
          ProblemException.of(
              RequestProblem.MISSING_PARAMETER,
              List.of(Fault.ofParameter(missing.getParameterName(), "missing", "Is required.")));
      case HandlerMethodValidationException invalid -> invalid(invalid);
      case MethodArgumentNotValidException invalid ->
          ProblemException.of(
              RequestProblem.INVALID_BODY,
              invalid.getBindingResult().getFieldErrors().stream()
                  .map(ProblemAdvice::member)
                  .toList());
      case HttpMessageNotReadableException unreadable -> Json.problem(unreadable);
      case ErrorResponse framework ->
          ProblemException.of(RequestProblem.of(framework.getStatusCode().value()));
      case DataAccessException database when Database.isAway(database) -> {
        log.warn("The database cannot be reached");
        yield ProblemException.of(RequestProblem.UNAVAILABLE);
      }
      case DataAccessException database when Database.isFull(database) -> {
        log.error("The database has no space left");
        yield ProblemException.of(RequestProblem.OUT_OF_SPACE);
      }
      case StorageFullException _ -> {
        log.error("The storage has no space left");
        yield ProblemException.of(RequestProblem.OUT_OF_SPACE);
      }
      case KmsUnavailableException _ -> {
        log.warn("The KMS cannot be reached");
        yield ProblemException.of(RequestProblem.UNAVAILABLE);
      }
      default -> {
        log.error("A request failed", exception);
        yield ProblemException.of(RequestProblem.INTERNAL_ERROR);
      }
    };
  }

  /** An id in the path that is none leads nowhere; a parameter of another form is refused. */
  private static ProblemException mismatch(MethodArgumentTypeMismatchException mismatch) {
    if (mismatch.getParameter().hasParameterAnnotation(PathVariable.class)) {
      return ProblemException.of(RequestProblem.NOT_FOUND);
    }
    return ProblemException.of(
        RequestProblem.INVALID_PARAMETER,
        List.of(Fault.ofParameter(mismatch.getName(), "invalid", "Has not the documented form.")));
  }

  private static ProblemException invalid(HandlerMethodValidationException invalid) {
    var results = invalid.getParameterValidationResults();
    if (results.stream()
        .anyMatch(
            result -> result.getMethodParameter().hasParameterAnnotation(PathVariable.class))) {
      return ProblemException.of(RequestProblem.NOT_FOUND);
    }
    var inBody = results.stream().anyMatch(ParameterErrors.class::isInstance);
    return ProblemException.of(
        inBody ? RequestProblem.INVALID_BODY : RequestProblem.INVALID_PARAMETER,
        results.stream().flatMap(ProblemAdvice::faults).toList());
  }

  private static Stream<Fault> faults(ParameterValidationResult result) {
    if (result instanceof ParameterErrors errors) {
      return errors.getFieldErrors().stream().map(ProblemAdvice::member);
    }
    var parameter = result.getMethodParameter();
    var query = parameter.getParameterAnnotation(RequestParam.class);
    var header = parameter.getParameterAnnotation(RequestHeader.class);
    var own = String.valueOf(parameter.getParameterName());
    return result.getResolvableErrors().stream()
        .map(error -> {
          var rule = sentence(error.getDefaultMessage());
          if (header != null) {
            return Fault.ofHeader(header.name(), "invalid", rule);
          }
          var name = query == null || query.name().isEmpty() ? own : query.name();
          return Fault.ofParameter(name, "invalid", rule);
        });
  }

  private static Fault member(FieldError error) {
    var rule = error.contains(ConstraintViolation.class) ? error.getDefaultMessage() : null;
    return Fault.ofMember("/" + error.getField().replace('.', '/'), "invalid", sentence(rule));
  }

  /** A constraint's message: fixed words of the rule, never the value. */
  private static String sentence(@org.jspecify.annotations.Nullable String rule) {
    return rule == null || rule.isBlank()
        ? "Has not the documented form."
        : Character.toUpperCase(rule.charAt(0)) + rule.substring(1) + ".";
  }
}
