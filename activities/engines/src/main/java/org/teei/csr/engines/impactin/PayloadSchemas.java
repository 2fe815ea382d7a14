package org.teei.csr.engines.impactin;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The JSON Schemas of the platforms, and what they say in plain words. */
public final class PayloadSchemas {
  private static final Map<Platform, Schema> SCHEMAS = read();

  private PayloadSchemas() {}

  /**
   * What a platform's schema says against a body, in the order of its paths.
   *
   * @return of a file nothing, for which there is no schema
   */
  public static List<Finding> check(Platform platform, byte[] body) {
    return Optional.ofNullable(SCHEMAS.get(platform))
        .map(schema -> check(schema, body))
        .orElse(List.of());
  }

  private static List<Finding> check(Schema schema, byte[] body) {
    JsonNode payload;
    try {
      payload = CanonicalJson.read(body);
    } catch (IllegalArgumentException notJson) {
      return List.of(new Finding("", "is no JSON"));
    }
    return schema.validate(payload).stream()
        .map(error -> new Finding(path(error.getInstanceLocation()), words(error)))
        .distinct()
        .sorted(Comparator.comparing(Finding::path).thenComparing(Finding::message))
        .toList();
  }

  private static String path(NodePath location) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < location.getNameCount(); i++) {
      Object element = location.getElement(i);
      if (element instanceof Number index) {
        path.append('[').append(index).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(element);
      }
    }
    return path.toString();
  }

  private static String words(Error error) {
    JsonNode rule = error.getSchemaNode();
    return switch (error.getKeyword()) {
      case "required" -> "lacks " + error.getProperty();
      case "additionalProperties" ->
          "has " + error.getProperty() + ", which the platform does not know";
      case "type" -> "is not of the kind " + rule.asText();
      case "enum" -> "is none of " + listed(rule);
      case "const" -> "is not " + rule.asText();
      case "minimum" -> "is below " + rule.asText();
      case "minLength" -> "is empty";
      case "maxLength" -> "is longer than " + rule.asText() + " characters";
      case "minItems" -> "is empty";
      case "format" -> rule.asText().equals("date") ? "is no date" : "is no time";
      default -> error.getMessage();
    };
  }

  private static String listed(JsonNode values) {
    List<String> words = new ArrayList<>();
    values.forEach(value -> words.add(value.asText()));
    return String.join(", ", words);
  }

  private static Map<Platform, Schema> read() {
    SchemaRegistry registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder()
                        .formatAssertionsEnabled(true)
                        .locale(Locale.ROOT)
                        .build()));
    Map<Platform, Schema> schemas = new EnumMap<>(Platform.class);
    for (Platform platform : Platform.values()) {
      if (platform != Platform.FILE) {
        schemas.put(platform, registry.getSchema(text(platform), InputFormat.JSON));
      }
    }
    return schemas;
  }

  /** The schema of a platform as it is kept. */
  private static String text(Platform platform) {
    String name = "/payload-schemas/" + platform.spelling() + ".json";
    try (InputStream schema = PayloadSchemas.class.getResourceAsStream(name)) {
      if (schema == null) {
        throw new IllegalStateException("no schema " + name);
      }
      return new String(schema.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
