package org.teei.csr.api.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/**
 * Why an import failed: a problem as a request would have been answered with.
 *
 * @param line physical line of the file, from 1, where one is to blame
 */
@Schema(name = "ImportProblem")
record ImportFailure(
    @Schema(example = "/problems/imports/unclosed-quote") URI type,
    String title,
    int status,
    @Nullable String detail,
    @Schema(example = "unclosed-quote") String code,
    @Nullable Long line) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The row holds {@code {"type": "imports/unclosed-quote", "line": 7}}. */
  static @Nullable ImportFailure of(@Nullable JSONB problem) {
    if (problem == null) {
      return null;
    }
    var stored = parse(problem.data());
    var type = stored.path("type").asText();
    var code = type.substring(type.lastIndexOf('/') + 1);
    var line = stored.path("line").isNumber() ? stored.path("line").asLong() : null;
    return ImportProblems.ALL.stream()
        .filter(kind -> kind.code().equals(code))
        .findFirst()
        .map(kind ->
            new ImportFailure(kind.type(), kind.title(), kind.status(), kind.remedy(), code, line))
        .orElseGet(() ->
            new ImportFailure(
                URI.create("/problems/" + type), "The import failed", 500, null, code, line));
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored problem is JSON", e);
    }
  }
}
