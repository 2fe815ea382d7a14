package org.teei.csr.activities.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * The contract of one event type: what its data hold.
 *
 * @param feature who produces it
 */
public record EventType(String type, String feature, String description, List<Field> fields) {

  /**
   * @param form what a value looks like, in words and as a check
   */
  public record Field(String name, Form form, boolean required, String description) {

    static Field required(String name, Form form, String description) {
      return new Field(name, form, true, description);
    }

    static Field optional(String name, Form form, String description) {
      return new Field(name, form, false, description);
    }
  }

  /** What a value looks like. */
  public record Form(String words, Predicate<JsonNode> accepts) {
    static final Form ID = new Form("UUID", value -> value.isTextual() && isId(value.asText()));
    static final Form TIME =
        new Form("time, ISO 8601 in UTC", value -> value.isTextual() && isTime(value.asText()));
    static final Form TEXT = new Form("text", JsonNode::isTextual);

    /** Each value of an array looks like this. */
    static Form listOf(Form each) {
      return new Form(
          "list of " + each.words(),
          value ->
              value.isArray()
                  && StreamSupport.stream(value.spliterator(), false).allMatch(each.accepts()));
    }

    static Form integer(long from, long to) {
      return new Form(
          "whole number, " + from + " to " + to,
          value -> value.isIntegralNumber() && value.asLong() >= from && value.asLong() <= to);
    }

    static Form number(double from, double to) {
      return new Form(
          "number, %s to %s".formatted(from, to),
          value -> value.isNumber() && value.asDouble() >= from && value.asDouble() <= to);
    }

    static Form oneOf(String... values) {
      Set<String> allowed = Set.of(values);
      return new Form(
          String.join(" | ", values),
          value -> value.isTextual() && allowed.contains(value.asText()));
    }

    /** A list of some of these words, each at most once. */
    static Form someOf(String... values) {
      Set<String> allowed = Set.of(values);
      return new Form(
          "list of " + String.join(", ", values),
          value -> {
            Set<String> seen = new HashSet<>();
            return value.isArray()
                && value
                    .valueStream()
                    .allMatch(word ->
                        word.isTextual()
                            && allowed.contains(word.asText())
                            && seen.add(word.asText()));
          });
    }

    private static boolean isId(String text) {
      try {
        return UUID.fromString(text).toString().equals(text);
      } catch (IllegalArgumentException e) {
        return false;
      }
    }

    private static boolean isTime(String text) {
      try {
        return text.endsWith("Z") && Instant.parse(text) != null;
      } catch (DateTimeParseException e) {
        return false;
      }
    }
  }

  /** Where {@code data} breaks the contract; empty if nowhere. Names fields, never values. */
  public List<String> violations(JsonNode data) {
    var violations = new ArrayList<String>();
    if (!data.isObject()) {
      return List.of("data are not an object");
    }
    for (Field field : fields) {
      JsonNode value = data.get(field.name());
      if (value == null && field.required()) {
        violations.add(field.name() + " is missing");
      } else if (value != null && !field.form().accepts().test(value)) {
        violations.add(field.name() + " is not: " + field.form().words());
      }
    }
    Set<String> known = Set.copyOf(fields.stream().map(Field::name).toList());
    data.fieldNames()
        .forEachRemaining(name -> {
          if (!known.contains(name)) {
            violations.add(name + " is not part of the contract");
          }
        });
    return violations;
  }
}
