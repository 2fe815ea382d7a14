package org.teei.csr.api.imports;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;
import org.teei.csr.schema.imports.ImportQuota;

/**
 * @param largestUpload in bytes of the file
 * @param runningImports of a company that have not ended, where nothing else is set for it
 * @param storedBytes of files that a company may have kept, where nothing else is set for it
 */
@Validated
@ConfigurationProperties("csr.imports")
public record ImportSettings(
    @Positive long largestUpload,
    @DefaultValue(ImportQuota.RUNNING_IMPORTS) @Positive int runningImports,
    @DefaultValue(ImportQuota.STORED_BYTES) @Positive long storedBytes) {}
