package org.teei.csr.api.problems;

/** What can go wrong with a request on every route. */
public enum RequestProblem implements ProblemConstant {
  BAD_REQUEST(
      400,
      "The request cannot be understood",
      "Check method, target, headers and body against /openapi.json."),
  MALFORMED_JSON(
      400,
      "The body is not the JSON that is expected",
      "Send one JSON object with the documented members only, none of them twice."),
  INVALID_PARAMETER(
      400,
      "A parameter has a value that is not allowed",
      "See errors for the parameter and its rule."),
  UNKNOWN_PARAMETER(
      400,
      "A query parameter is unknown",
      "Remove the parameters named in errors; names are case-sensitive."),
  REPEATED_PARAMETER(
      400, "A query parameter occurs more than once", "Send each parameter named in errors once."),
  MISSING_PARAMETER(400, "A required parameter is missing", "Send the parameter named in errors."),
  INVALID_BODY(
      400,
      "A member of the body has a value that is not allowed",
      "See errors for the member and its rule."),
  FORBIDDEN(403, "This is not allowed", "Ask an administrator of the tenant."),
  NOT_FOUND(
      404,
      "There is nothing here",
      "Check the address and the id; things of another tenant are not shown."),
  METHOD_NOT_ALLOWED(
      405, "The method is not allowed here", "Use one of the methods in the Allow header."),
  NOT_ACCEPTABLE(
      406,
      "No representation fits the Accept header",
      "Accept application/json, or text/csv for result files."),
  CONFLICT(
      409,
      "The request does not fit the present state",
      "Read the resource again and decide anew."),
  PRECONDITION_FAILED(
      412, "It has changed since it was read", "Read it again and decide anew with its new ETag."),
  PAYLOAD_TOO_LARGE(
      413, "The body is too large", "Send a smaller body; the limits are documented."),
  UNSUPPORTED_MEDIA_TYPE(
      415, "The media type of the body is not supported", "Use one of the documented media types."),
  PRECONDITION_REQUIRED(
      428, "The request must say which version it replaces", "Send the ETag as If-Match."),
  TOO_MANY_REQUESTS(429, "Too many requests", "Wait for the time in Retry-After."),
  INTERNAL_ERROR(
      500, "Something failed on our side", "Try again; if it stays, report the request id."),
  UNAVAILABLE(
      503,
      "A service that is needed cannot be reached",
      "Try again after the time in Retry-After."),
  OUT_OF_SPACE(
      507,
      "There is no space left on our side",
      "Nothing was kept of it; try again later. Whoever runs the platform has to make room.");

  private final Text text;

  RequestProblem(int status, String title, String remedy) {
    this.text = new Text(status, title, remedy);
  }

  /** The general problem of an HTTP status. */
  public static RequestProblem of(int status) {
    return switch (status) {
      case 403 -> FORBIDDEN;
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 406 -> NOT_ACCEPTABLE;
      case 409 -> CONFLICT;
      case 413 -> PAYLOAD_TOO_LARGE;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      case 429 -> TOO_MANY_REQUESTS;
      case 503 -> UNAVAILABLE;
      case 507 -> OUT_OF_SPACE;
      default -> status >= 500 ? INTERNAL_ERROR : BAD_REQUEST;
    };
  }

  @Override
  public String feature() {
    return "shared";
  }

  @Override
  public Text text() {
    return text;
  }
}
