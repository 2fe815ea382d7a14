package org.teei.csr.api.storage;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The object store.
 *
 * @param directory {@code CSR_STORAGE_DIRECTORY}, shared with the workers
 * @param reserve bytes of its disk that uploads leave free
 */
@Validated
@ConfigurationProperties("csr.storage")
record StorageSettings(
    @NotNull Path directory, @DefaultValue("67108864") @PositiveOrZero long reserve) {}
