package org.teei.csr.simulators.impactin;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a value must look like. */
@FunctionalInterface
interface Shape {

  /**
   * Adds a sentence for each thing that is wrong.
   *
   * @param at where the value stands
   */
  void look(JsonNode value, String at, List<String> wrong);

  default List<String> wrongIn(JsonNode value) {
    List<String> wrong = new ArrayList<>();
    look(value, "$", wrong);
    return wrong;
  }

  static Shape text() {
    return (value, at, wrong) -> {
      if (!value.isTextual() || value.textValue().isBlank()) {
        wrong.add(at + " is not a text");
      }
    };
  }

  static Shape oneOf(String... words) {
    Set<String> allowed = Set.of(words);
    return (value, at, wrong) -> {
      if (!value.isTextual() || !allowed.contains(value.textValue())) {
        wrong.add(at + " is not one of " + String.join(", ", words));
      }
    };
  }

  /** Zero or more. */
  static Shape number() {
    return (value, at, wrong) -> {
      if (!value.isNumber() || value.decimalValue().compareTo(BigDecimal.ZERO) < 0) {
        wrong.add(at + " is not a number from 0");
      }
    };
  }

  static Shape count() {
    return (value, at, wrong) -> {
      if (!value.isIntegralNumber() || value.bigIntegerValue().signum() < 0) {
        wrong.add(at + " is not a whole number from 0");
      }
    };
  }

  /** A date, or a moment with its offset. */
  static Shape time() {
    return (value, at, wrong) -> {
      if (!value.isTextual() || !isTime(value.textValue())) {
        wrong.add(at + " is not a date or a time of ISO 8601");
      }
    };
  }

  private static boolean isTime(String text) {
    try {
      return text.length() == 10
          ? LocalDate.parse(text) != null
          : OffsetDateTime.parse(text) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }

  static Shape list(Shape element) {
    return (value, at, wrong) -> {
      if (!value.isArray()) {
        wrong.add(at + " is not a list");
      }
      for (int i = 0; i < value.size() && value.isArray(); i++) {
        element.look(value.get(i), at + "[" + i + "]", wrong);
      }
    };
  }

  static Shape nonEmpty(Shape list) {
    return (value, at, wrong) -> {
      list.look(value, at, wrong);
      if (value.isArray() && value.isEmpty()) {
        wrong.add(at + " is empty");
      }
    };
  }

  static Shape anyObject() {
    return (value, at, wrong) -> {
      if (!value.isObject()) {
        wrong.add(at + " is not an object");
      }
    };
  }

  static Members object() {
    return new Members(Map.of(), Set.of());
  }

  /** An object with these members and no others. */
  record Members(Map<String, Shape> shapes, Set<String> optional) implements Shape {

    Members with(String name, Shape shape) {
      var more = new LinkedHashMap<>(shapes);
      more.put(name, shape);
      return new Members(more, optional);
    }

    Members maybe(String name, Shape shape) {
      var more = new HashSet<>(optional);
      more.add(name);
      return new Members(with(name, shape).shapes, more);
    }

    @Override
    public void look(JsonNode value, String at, List<String> wrong) {
      if (!value.isObject()) {
        wrong.add(at + " is not an object");
        return;
      }
      shapes.forEach((name, shape) -> {
        if (value.has(name)) {
          shape.look(value.get(name), at + "." + name, wrong);
        } else if (!optional.contains(name)) {
          wrong.add(at + "." + name + " is missing");
        }
      });
      value
          .fieldNames()
          .forEachRemaining(name -> {
            if (!shapes.containsKey(name)) {
              wrong.add(at + "." + name + " is not known here");
            }
          });
    }
  }
}
