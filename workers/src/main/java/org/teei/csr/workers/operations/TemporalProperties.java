package org.teei.csr.workers.operations;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.teei.csr.workers.shared.MissingSettingException;
import org.teei.csr.workers.shared.Versioning;

/**
 * @param target {@code CSR_TEMPORAL_TARGET}, host:port
 * @param namespace {@code CSR_TEMPORAL_NAMESPACE}, by default {@code default}
 * @param buildId {@code CSR_TEMPORAL_BUILD_ID}, what Temporal calls the build of the workflows that
 *     this process runs; by default a digest of them and the version of the SDK
 * @param versioning {@code CSR_TEMPORAL_VERSIONING}, by default {@code off}: any worker takes any
 *     run. Else Temporal ties imports and deliveries to the build that began them, and workers of
 *     that build must run until the last of them has ended. {@code on}: somebody else says with
 *     which build new runs begin. {@code current}: they begin with this one. {@code outgoing}: this
 *     process finishes what its build began, and ends then
 */
@ConfigurationProperties("csr.temporal")
record TemporalProperties(
    String target,
    @Nullable String namespace,
    @Nullable String buildId,
    @Nullable Versioning versioning) {

  TemporalProperties {
    MissingSettingException.require(
        target, "CSR_TEMPORAL_TARGET", "the address of Temporal, host:port");
  }
}
