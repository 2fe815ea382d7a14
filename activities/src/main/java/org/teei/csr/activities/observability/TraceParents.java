package org.teei.csr.activities.observability;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/** The current trace as it is handed on with events. */
public final class TraceParents {
  private TraceParents() {}

  /** The value of {@code traceparent} (W3C Trace Context, version 00), or null outside a trace. */
  public static @Nullable String current() {
    SpanContext span = Span.current().getSpanContext();
    return span.isValid()
        ? "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getTraceFlags().asHex()
        : null;
  }
}
