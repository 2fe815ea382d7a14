package org.teei.csr.api.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.imports.RowError;
import org.teei.csr.engines.imports.RowErrorCode;

/** The errors of a row as the ledger keeps them: codes, column names, and ids of people. */
final class RowErrors {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private RowErrors() {}

  static List<RowError> of(@Nullable JSONB stored) {
    if (stored == null) {
      return List.of();
    }
    try {
      return List.of(JSON.readValue(stored.data(), Stored[].class)).stream()
          .map(error ->
              new RowError(
                  RowErrorCode.of(error.code()),
                  error.column(),
                  Objects.requireNonNullElse(error.people(), List.of())))
          .toList();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The errors of a row are JSON", e);
    }
  }

  private record Stored(String code, String column, @Nullable List<UUID> people) {}
}
