package org.teei.csr.bench.operations;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What the platform may be run without, for comparison only. */
enum Overhead {
  /** Everything is on, and every span is sent to a collector. */
  NOTHING,
  /** No span is made or sent. */
  TRACING,
  /** Meters count nothing. */
  METRICS,
  /** Payloads of workflows are in the clear. */
  CODEC,
  /**
   * AES-GCM takes no time: payloads, texts, files and keys are laid out as ever and not encrypted.
   */
  ENCRYPTION;

  /**
   * The environment of API and workers that run without it.
   *
   * @param agent jar of {@link WithoutAgent}
   * @param collector address that takes spans
   */
  Map<String, String> environment(String agent, String collector) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "JAVA_TOOL_OPTIONS",
                "-javaagent:" + agent + "=" + this,
                "MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT",
                collector,
                "MANAGEMENT_TRACING_SAMPLING_PROBABILITY",
                "1.0"));
    environment.putAll(
        switch (this) {
          case NOTHING, ENCRYPTION -> Map.of();
          case TRACING -> Map.of("MANAGEMENT_OPENTELEMETRY_ENABLED", "false");
          case METRICS -> Map.of("MANAGEMENT_DEFAULTS_METRICS_EXPORT_ENABLED", "false");
          case CODEC -> Map.of("SPRING_MAIN_SOURCES", PlainPayloads.class.getName());
        });
    return environment;
  }

  /** As in {@code without codec}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
