package org.teei.csr.workers.personaldata;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.teei.csr.workers.shared.MissingSettingException;

/**
 * @param keyFile {@code CSR_KMS_KEY_FILE}, the file with the master key
 */
@ConfigurationProperties("csr.kms")
record KmsProperties(@Nullable Path keyFile) {

  Path file() {
    if (keyFile == null) {
      throw new MissingSettingException(
          "CSR_KMS_KEY_FILE is missing: set it to the file that holds the master key.");
    }
    return keyFile;
  }
}
