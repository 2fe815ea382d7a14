package org.teei.csr.workers.imports;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.teei.csr.schema.imports.ImportQuota;
import org.teei.csr.schema.imports.ImportQuota.Limits;

/**
 * @param dropFolders {@code CSR_IMPORTS_DROP_FOLDERS}, the folder that drop folders are in, as
 *     {@code <tenant>/<folder>}; what comes by SFTP or the like is laid there
 * @param privateAddresses whether folders may be in object storage on machines that are not of the
 *     internet; always so in development
 * @param runningImports of a company that have not ended, where nothing else is set for it
 * @param storedBytes of files that a company may have kept, where nothing else is set for it
 */
@ConfigurationProperties("csr.imports")
record ImportsProperties(
    @Nullable Path dropFolders,
    @DefaultValue("false") boolean privateAddresses,
    @DefaultValue(ImportQuota.RUNNING_IMPORTS) int runningImports,
    @DefaultValue(ImportQuota.STORED_BYTES) long storedBytes) {

  Limits limits() {
    return new Limits(runningImports, storedBytes);
  }
}
