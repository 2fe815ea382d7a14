package org.teei.csr.api.observability;

import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/** The trace that a request belongs to. */
public final class TraceContext {
  private TraceContext() {}

  /** The W3C {@code traceparent} of the present span; null outside of one. */
  public static @Nullable String parent() {
    var span = Span.current().getSpanContext();
    return span.isValid()
        ? "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getTraceFlags().asHex()
        : null;
  }
}
