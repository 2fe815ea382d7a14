package org.teei.csr.engines.impactin;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One value in which two payloads differ. Entries of lists go by what they are called, not by their
 * place: where one is left out, the others are still themselves.
 *
 * @param path {@code metrics[outcome_score integration].metricValue}
 * @param before null where the value was not there
 * @param after null where it is not there any more
 */
public record Difference(String path, @Nullable String before, @Nullable String after) {
  /** What entries of lists are called by, all of those that one has. */
  private static final List<String> NAMES =
      List.of("metricType", "category", "dimensionId", "activityType", "programId", "figure");

  /** In the order of their paths; none if the payloads say the same. */
  public static List<Difference> between(byte[] before, byte[] after) {
    SortedMap<String, String> former = values(before);
    SortedMap<String, String> latter = values(after);
    return Stream.concat(former.keySet().stream(), latter.keySet().stream())
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .filter(path -> !Objects.equals(former.get(path), latter.get(path)))
        .map(path -> new Difference(path, former.get(path), latter.get(path)))
        .toList();
  }

  private static SortedMap<String, String> values(byte[] payload) {
    SortedMap<String, String> values = new TreeMap<>();
    if (payload.length > 0 && payload[0] == '{') {
      collect("", CanonicalJson.read(payload), values);
    } else {
      lines(payload, values);
    }
    return values;
  }

  private static void collect(String path, JsonNode node, SortedMap<String, String> values) {
    if (node.isObject()) {
      node.properties()
          .forEach(member ->
              collect(
                  path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
                  member.getValue(),
                  values));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        String name = name(node.get(i)).orElse(String.valueOf(i));
        collect(path + "[" + name + "]", node.get(i), values);
      }
    } else {
      values.put(path, node.isNumber() ? number(node) : node.asText());
    }
  }

  private static String number(JsonNode node) {
    return CanonicalJson.number(node.decimalValue()).toPlainString();
  }

  private static Optional<String> name(JsonNode entry) {
    String name =
        NAMES.stream()
            .map(entry::path)
            .filter(JsonNode::isTextual)
            .map(JsonNode::asText)
            .collect(Collectors.joining(" "));
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }

  private static void lines(byte[] payload, SortedMap<String, String> values) {
    try (CsvReader<NamedCsvRecord> csv =
        CsvReader.builder().ofNamedCsvRecord(new String(payload, StandardCharsets.UTF_8))) {
      for (NamedCsvRecord line : csv) {
        String path = "figures[" + line.getField("figure") + "].";
        line.getFieldsAsMap().forEach((column, cell) -> values.put(path + column, cell));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
