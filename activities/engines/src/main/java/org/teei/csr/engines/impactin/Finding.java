package org.teei.csr.engines.impactin;

/**
 * What a schema says against a payload.
 *
 * @param path of the value, as {@code metrics[0].metricValue}; empty for the payload itself
 * @param message for people; names no value
 */
public record Finding(String path, String message) {}
