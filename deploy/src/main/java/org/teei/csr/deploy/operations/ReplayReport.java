package org.teei.csr.deploy.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What came of a replay of some runs, for people and for programs. Where many are replayed, the
 * question is what new code would do to those that meet it; a run that is pinned to its build never
 * does, so a difference there is told and counted, and nothing fails by it.
 */
final class ReplayReport {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DETERMINISTIC = 0;
  private static final int DIFFERS = 1;

  /** Of runs that could not be replayed, or none that were there to be. */
  static final int NOT_REPLAYED = 2;

  /** Where so many come out well, their number says enough. */
  private static final int FEW = 20;

  private final String code;
  private final boolean one;
  private final PrintStream out;
  private final List<JsonNode> runs = new ArrayList<>();
  private int told;

  /**
   * @param code what was replayed against, for people
   * @param one whether it is about one run that was named
   */
  ReplayReport(String code, boolean one, PrintStream out) {
    this.code = code;
    this.one = one;
    this.out = out;
  }

  /** One run, told at once where it did not come out well. */
  void add(JsonNode run) {
    runs.add(run);
    boolean well = verdict(run).equals("DETERMINISTIC");
    if (!well || told < FEW) {
      out.println(readable(run));
    }
    if (well) {
      told++;
    }
  }

  private static String verdict(JsonNode run) {
    return run.path("verdict").asText();
  }

  private static String readable(JsonNode run) {
    var text = new StringBuilder();
    text.append(
        "%s %s".formatted(run.path("workflowType").asText(), run.path("workflowId").asText()));
    if (run.path("events").asInt() > 0) {
      text.append(
          " (run %s, %d events, %s%s)"
              .formatted(
                  run.path("runId").asText(),
                  run.path("events").asInt(),
                  run.path("open").asBoolean() ? "open" : "closed",
                  run.hasNonNull("build") ? ", build " + run.path("build").asText() : ""));
    }
    text.append('\n');
    return switch (verdict(run)) {
      case "DETERMINISTIC" -> text.append("  deterministic").toString();
      case "DIFFERS" ->
          text.append(difference(run.path("difference")).indent(2).stripTrailing())
              .append(
                  run.path("pinned").asBoolean()
                      ? "\n    but              it is pinned to its build and does not meet this code"
                      : "")
              .toString();
      default -> text.append("  not replayed: ").append(run.path("trouble").asText()).toString();
    };
  }

  private static String difference(JsonNode difference) {
    return """
    differs at event %d
      the history has  %s
      the code         %s%s
      likely cause     %s
      what to do       %s\
    """
        .formatted(
            difference.path("eventId").asLong(),
            difference.path("history").asText(),
            difference.path("code").asText(),
            difference.hasNonNull("place") ? " (" + difference.path("place").asText() + ")" : "",
            difference.path("likely").asText(),
            difference.path("advice").asText());
  }

  /** The differences, in their order. */
  List<JsonNode> differences() {
    return runs.stream().map(run -> run.path("difference")).filter(JsonNode::isObject).toList();
  }

  /** Prints how many came out how and answers the exit code. */
  int close() {
    long well = count("DETERMINISTIC");
    long differ = count("DIFFERS");
    long pinned = pinned();
    long not = count("NOT_REPLAYED");
    if (runs.size() > FEW && told > FEW) {
      out.printf("… and %,d more that are deterministic.%n", told - FEW);
    }
    if (!one) {
      out.printf(
          "%,d runs against %s: %,d deterministic, %,d different%s, %,d not replayed.%n",
          runs.size(),
          code,
          well,
          differ,
          pinned == 0 ? "" : " (%,d of them pinned to their builds)".formatted(pinned),
          not);
    }
    if (differ > (one ? 0 : pinned)) {
      return DIFFERS;
    }
    return not > 0 || runs.isEmpty() ? NOT_REPLAYED : DETERMINISTIC;
  }

  private long count(String verdict) {
    return runs.stream().filter(run -> Objects.equals(verdict(run), verdict)).count();
  }

  /** Those that differ and do not meet the code. */
  private long pinned() {
    return runs.stream()
        .filter(run -> verdict(run).equals("DIFFERS") && run.path("pinned").asBoolean())
        .count();
  }

  /** Without payloads, whatever was shown. */
  void write(Path file) throws IOException {
    ObjectNode report = JSON.createObjectNode();
    report.put("code", code);
    report.put("deterministic", count("DETERMINISTIC"));
    report.put("differing", count("DIFFERS"));
    report.put("differingPinned", pinned());
    report.put("notReplayed", count("NOT_REPLAYED"));
    var written = report.putArray("runs");
    for (JsonNode run : runs) {
      JsonNode copy = run.deepCopy();
      if (copy.path("difference") instanceof ObjectNode difference) {
        difference.remove("payloads");
      }
      written.add(copy);
    }
    Files.writeString(
        file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n");
  }
}
