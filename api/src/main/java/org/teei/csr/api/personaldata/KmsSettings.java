package org.teei.csr.api.personaldata;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The master key.
 *
 * @param keyFile {@code CSR_KMS_KEY_FILE}; made at the first start in development only
 */
@Validated
@ConfigurationProperties("csr.kms")
record KmsSettings(@NotNull Path keyFile) {}
