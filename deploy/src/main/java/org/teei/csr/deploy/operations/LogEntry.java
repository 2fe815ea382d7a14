package org.teei.csr.deploy.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/**
 * A line of a log as a person reads it. API and workers write JSON in the Elastic Common Schema;
 * the servers write text, which is kept.
 */
final class LogEntry {
  private static final int LONGEST_MESSAGE = 200;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private LogEntry() {}

  /** Time, level and the start of the message, in one line. */
  static String shown(String line, ZoneId zone) {
    return line.startsWith("{") ? ofJson(line, zone) : shortened(line);
  }

  private static String ofJson(String line, ZoneId zone) {
    try {
      JsonNode entry = JSON.readTree(line);
      return "%s %-5s %s"
          .formatted(
              time(entry.path("@timestamp").asText(), zone),
              entry.path("log").path("level").asText(),
              shortened(entry.path("message").asText()));
    } catch (JsonProcessingException e) {
      return shortened(line);
    }
  }

  private static String time(String timestamp, ZoneId zone) {
    try {
      return TIME.format(Instant.parse(timestamp).atZone(zone));
    } catch (DateTimeParseException e) {
      return timestamp;
    }
  }

  private static String shortened(String message) {
    String oneLine = String.join(" ", message.strip().split("\\s+"));
    return oneLine.codePointCount(0, oneLine.length()) <= LONGEST_MESSAGE
        ? oneLine
        : oneLine.substring(0, oneLine.offsetByCodePoints(0, LONGEST_MESSAGE - 1)) + "…";
  }
}
