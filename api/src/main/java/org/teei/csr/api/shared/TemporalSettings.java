package org.teei.csr.api.shared;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The Temporal service ({@code CSR_TEMPORAL_…}). It need not be reachable.
 *
 * @param target host and port
 * @param uiUrl where persons look at workflows
 */
@Validated
@ConfigurationProperties("csr.temporal")
public record TemporalSettings(
    @NotBlank String target, @NotBlank String namespace, @NotNull URI uiUrl) {}
