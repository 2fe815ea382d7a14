package org.teei.csr.workers.storage;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.teei.csr.workers.shared.MissingSettingException;

/**
 * @param directory {@code CSR_STORAGE_DIRECTORY}, the folder for uploads and evidence, shared with
 *     the API
 */
@ConfigurationProperties("csr.storage")
record StorageProperties(@Nullable Path directory) {

  Path folder() {
    if (directory == null) {
      throw new MissingSettingException(
          "CSR_STORAGE_DIRECTORY is missing: set it to the folder that uploads are kept in.");
    }
    return directory;
  }
}
