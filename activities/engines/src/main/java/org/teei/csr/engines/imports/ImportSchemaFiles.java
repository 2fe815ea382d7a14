package org.teei.csr.engines.imports;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The formats as they stand in {@code import-schemas/<kind>/<name>-<version>.json}; {@code
 * index.txt} lists the files, of two equally fitting ones the preferred first.
 */
final class ImportSchemaFiles {
  private static final String FOLDER = "/import-schemas/";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private ImportSchemaFiles() {}

  static List<ImportSchema> read() {
    return text("index.txt").lines().map(ImportSchemaFiles::schema).toList();
  }

  private record SchemaFile(
      String kind,
      String name,
      String version,
      @Nullable List<String> recognisedBy,
      @Nullable List<List<String>> oneOf,
      boolean ragged,
      List<ColumnEntry> columns) {}

  private record ColumnEntry(
      String name,
      @Nullable List<String> aliases,
      boolean required,
      String type,
      @Nullable String rule,
      @Nullable Integer maxLength,
      @Nullable BigDecimal minimum,
      @Nullable BigDecimal maximum,
      @Nullable List<String> allowed,
      String example,
      @Nullable String person) {

    ColumnSpec spec() {
      return new ColumnSpec(
          name,
          Objects.requireNonNullElse(aliases, List.of()),
          required,
          ColumnSpec.Type.valueOf(type.toUpperCase(Locale.ROOT)),
          rule == null ? "Text of at most " + maxLength + " characters." : rule,
          new ColumnSpec.Limits(
              maxLength, minimum, maximum, Objects.requireNonNullElse(allowed, List.of())),
          example,
          person);
    }
  }

  private static ImportSchema schema(String name) {
    try {
      SchemaFile file = JSON.readValue(text(name), SchemaFile.class);
      return new ImportSchema(
          kind(file.kind()),
          file.name(),
          file.version(),
          Objects.requireNonNullElse(file.recognisedBy(), List.of()),
          Objects.requireNonNullElse(file.oneOf(), List.of()),
          file.ragged(),
          file.columns().stream().map(ColumnEntry::spec).toList());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the import schema " + name, e);
    }
  }

  private static ImportKind kind(String id) {
    return ImportKind.of(id).orElseThrow(() -> new IllegalStateException("There is no kind " + id));
  }

  private static String text(String name) {
    try (InputStream in = ImportSchemaFiles.class.getResourceAsStream(FOLDER + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
