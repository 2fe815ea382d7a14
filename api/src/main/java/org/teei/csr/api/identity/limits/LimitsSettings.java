package org.teei.csr.api.identity.limits;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How many requests are served ({@code CSR_IDENTITY_LIMITS_…}).
 *
 * @param perPrincipal requests of one principal in a minute; an API key may have its own figure
 * @param perTenant requests of all principals of one company together in a minute
 * @param wrongSecrets wrong secrets in a minute from one address for one client; ten times as many
 *     from one address for all
 */
@Validated
@ConfigurationProperties("csr.identity.limits")
record LimitsSettings(@Min(1) int perPrincipal, @Min(1) int perTenant, @Min(1) int wrongSecrets) {}
