package org.teei.csr.api.identity;

import jakarta.validation.constraints.NotBlank;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Signing in ({@code CSR_IDENTITY_…}).
 *
 * @param issuer the public address of this API, as it stands in tokens
 * @param developmentSecret of the client of {@code ./csr}, which may be anybody; blank in
 *     production
 * @param developmentTenants companies that are added at start; none in production
 */
@Validated
@ConfigurationProperties("csr.identity")
record IdentitySettings(
    @NotBlank String issuer, String developmentSecret, List<String> developmentTenants) {}
