package org.teei.csr.api.storage;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The object store.
 *
 * @param directory {@code CSR_STORAGE_DIRECTORY}, shared with the workers
 */
@Validated
@ConfigurationProperties("csr.storage")
record StorageSettings(@NotNull Path directory) {}
