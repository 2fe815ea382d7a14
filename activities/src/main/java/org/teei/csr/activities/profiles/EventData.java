package org.teei.csr.activities.profiles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.shared.PoisonEventException;

/** What an event says; without what the timeline needs it is poison. */
record EventData(JsonNode data) {

  UUID id(String name) {
    try {
      return UUID.fromString(text(name));
    } catch (IllegalArgumentException e) {
      throw incomplete();
    }
  }

  Instant time(String name) {
    try {
      return Instant.parse(text(name));
    } catch (DateTimeParseException e) {
      throw incomplete();
    }
  }

  String text(String name) {
    String text = textOrNull(name);
    if (text == null) {
      throw incomplete();
    }
    return text;
  }

  @Nullable String textOrNull(String name) {
    JsonNode value = data.path(name);
    return value.isTextual() ? value.asText() : null;
  }

  /** Copies what there is of these. */
  void copy(ObjectNode facts, String... names) {
    for (String name : names) {
      if (data.hasNonNull(name)) {
        facts.set(name, data.get(name));
      }
    }
  }

  private static PoisonEventException incomplete() {
    return new PoisonEventException("profiles/event-incomplete");
  }
}
