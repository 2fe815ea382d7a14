package org.teei.csr.simulators.impactin;

import java.util.Map;

/** What a platform answers instead of an acceptance, in the codes of its documents. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  final int status;
  final String code;
  final transient Map<String, String> headers;

  Refused(int status, String code, String message) {
    this(status, code, message, Map.of());
  }

  Refused(int status, String code, String message, Map<String, String> headers) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  /** For requests to the simulator itself, which is no platform. */
  static Refused control(String message) {
    return new Refused(400, "BAD_REQUEST", message);
  }

  static Refused credentials(String message) {
    return new Refused(401, "AUTH_INVALID", message);
  }
}
