package org.teei.csr.activities.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.shared.Event;
import org.teei.csr.schema.events.OutboxEvent;
import org.teei.csr.workflows.shared.TenantId;

/**
 * Events in the JSON format of CloudEvents 1.0.2, structured mode. Extension attributes: {@code
 * tenantid}, {@code position} and {@code subjectversion} (decimal strings: CloudEvents integers end
 * at 32 bits), {@code correlationid} and {@code traceparent} where known.
 */
final class CloudEvents {
  static final String CONTENT_TYPE = "application/cloudevents+json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private CloudEvents() {}

  static byte[] encode(OutboxEvent event) {
    ObjectNode body =
        JSON.createObjectNode()
            .put("specversion", "1.0")
            .put("id", event.eventId().toString())
            .put("source", source(event.type()))
            .put("type", event.type())
            .put("subject", event.personId().toString())
            .put("time", event.occurredAt().toString())
            .put("datacontenttype", "application/json")
            .put("tenantid", event.tenant())
            .put("position", Long.toString(event.position()))
            .put("subjectversion", Long.toString(event.subjectVersion()));
    if (event.correlationId() != null) {
      body.put("correlationid", event.correlationId());
    }
    if (event.traceParent() != null) {
      body.put("traceparent", event.traceParent());
    }
    try {
      return JSON.writeValueAsBytes(body.set("data", JSON.readTree(event.data())));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The data of an event are no JSON", e);
    }
  }

  /**
   * @throws MalformedEventException if it is no event of this platform
   */
  static Event decode(byte[] body) throws MalformedEventException {
    try {
      JsonNode event = JSON.readTree(body);
      return new Event(
          UUID.fromString(text(event, "id")),
          new TenantId(text(event, "tenantid")).value(),
          text(event, "type"),
          UUID.fromString(text(event, "subject")),
          Long.parseLong(text(event, "position")),
          Long.parseLong(text(event, "subjectversion")),
          Instant.parse(text(event, "time")),
          textOrNull(event, "correlationid"),
          textOrNull(event, "traceparent"),
          event.path("data"));
    } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
      throw new MalformedEventException();
    }
  }

  /** The event as consumers see it, without the way over the wire. */
  static Event of(OutboxEvent event) {
    try {
      return new Event(
          event.eventId(),
          event.tenant(),
          event.type(),
          event.personId(),
          event.position(),
          event.subjectVersion(),
          event.occurredAt(),
          event.correlationId(),
          event.traceParent(),
          JSON.readTree(event.data()));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The data of an event are no JSON", e);
    }
  }

  private static String source(String type) {
    return "/csr/" + EventTypes.of(type).map(EventType::feature).orElse("events");
  }

  private static String text(JsonNode event, String name) {
    String value = textOrNull(event, name);
    if (value == null) {
      throw new IllegalArgumentException(name);
    }
    return value;
  }

  private static @Nullable String textOrNull(JsonNode event, String name) {
    JsonNode value = event.get(name);
    return value != null && value.isTextual() ? value.asText() : null;
  }

  /** A message that is no event of this platform. */
  static final class MalformedEventException extends Exception {
    private static final long serialVersionUID = 1L;
  }
}
