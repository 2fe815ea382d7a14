package org.teei.csr.workers.imports;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.teei.csr.activities.imports.folders.DropFolder;
import org.teei.csr.activities.imports.folders.FileDropFolder;
import org.teei.csr.activities.imports.folders.NoDropFolder;

/**
 * @param dropFolders {@code CSR_IMPORTS_DROP_FOLDERS}, the folder that drop folders are in, as
 *     {@code <tenant>/<folder>}; what comes by SFTP or the like is laid there
 */
@ConfigurationProperties("csr.imports")
record ImportsProperties(@Nullable Path dropFolders) {

  DropFolder folders() {
    return dropFolders == null ? new NoDropFolder() : new FileDropFolder(dropFolders);
  }
}
