package org.teei.csr.activities.observability;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** Traces as they are handed on with starts and events. */
public final class TraceParents {
  private TraceParents() {}

  /** The value of {@code traceparent} (W3C Trace Context, version 00), or null outside a trace. */
  public static @Nullable String current() {
    SpanContext span = Span.current().getSpanContext();
    return span.isValid()
        ? "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getTraceFlags().asHex()
        : null;
  }

  /** The trace that a {@code traceparent} tells of; the root if there is none or it is broken. */
  public static Context context(@Nullable String traceParent) {
    return traceParent == null
        ? Context.root()
        : W3CTraceContextPropagator.getInstance()
            .extract(Context.root(), traceParent, TraceParentOnly.INSTANCE);
  }

  private enum TraceParentOnly implements TextMapGetter<String> {
    INSTANCE;

    @Override
    public Iterable<String> keys(String traceParent) {
      return Collections.singleton("traceparent");
    }

    @Override
    public @Nullable String get(@Nullable String traceParent, String key) {
      return key.equals("traceparent") ? traceParent : null;
    }
  }
}
