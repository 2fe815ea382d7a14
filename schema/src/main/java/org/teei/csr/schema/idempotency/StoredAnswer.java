package org.teei.csr.schema.idempotency;

import org.jspecify.annotations.Nullable;

/** An HTTP answer as it is given again to the same request. */
public record StoredAnswer(
    int status,
    byte[] body,
    @Nullable String contentType,
    @Nullable String location,
    @Nullable String etag) {
  /** Bodies may hold personal data: they are not shown. */
  @Override
  public String toString() {
    return "StoredAnswer[status=" + status + "]";
  }
}
