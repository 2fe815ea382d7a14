package org.teei.csr.workers.operations;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.teei.csr.workers.shared.MissingSettingException;

/**
 * @param target {@code CSR_TEMPORAL_TARGET}, host:port
 * @param namespace {@code CSR_TEMPORAL_NAMESPACE}, by default {@code default}
 */
@ConfigurationProperties("csr.temporal")
record TemporalProperties(String target, @Nullable String namespace) {

  TemporalProperties {
    MissingSettingException.require(
        target, "CSR_TEMPORAL_TARGET", "the address of Temporal, host:port");
  }
}
