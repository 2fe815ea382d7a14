package org.teei.csr.api.imports;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * @param largestUpload in bytes of the file
 */
@Validated
@ConfigurationProperties("csr.imports")
public record ImportSettings(@Positive long largestUpload) {}
