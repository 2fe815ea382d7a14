package org.teei.csr.deploy.imports;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.StringJoiner;

/** Shows what rows would do, or why they were rejected, as far as a screen goes. */
final class PreviewTable {
  /** So many rows are shown. */
  static final int ROWS = 10;

  private final PrintStream stream;

  PreviewTable(PrintStream stream) {
    this.stream = stream;
  }

  /**
   * @param preview as the API answers with it
   */
  void show(JsonNode preview) {
    JsonNode totals = preview.path("totals");
    stream.printf(
        "%,d rows would be new, %,d would change what is there, %,d are there already, %,d are rejected.%n",
        totals.path("create").asLong(),
        totals.path("update").asLong(),
        totals.path("duplicate").asLong(),
        totals.path("reject").asLong());
    for (JsonNode row : preview.path("rows").path("items")) {
      StringJoiner what = new StringJoiner("; ");
      for (JsonNode change : row.path("changes")) {
        what.add(
            change.path("hidden").asBoolean()
                ? change.path("column").asText() + " changes"
                : "%s: %s -> %s"
                    .formatted(
                        change.path("column").asText(),
                        value(change.path("before")),
                        value(change.path("after"))));
      }
      addErrors(what, row);
      stream.printf(
          "  %,8d  %-9s  %s%n", row.path("row").asLong(), row.path("action").asText(), what);
    }
    more(preview.path("rows"));
  }

  /**
   * @param page of rejected rows
   */
  void showErrors(JsonNode page) {
    for (JsonNode row : page.path("items")) {
      StringJoiner errors = new StringJoiner(" ");
      addErrors(errors, row);
      stream.printf("  %,8d  %s%n", row.path("row").asLong(), errors);
    }
    more(page);
  }

  private static void addErrors(StringJoiner text, JsonNode row) {
    for (JsonNode error : row.path("errors")) {
      text.add(error.path("code").asText() + " " + error.path("message").asText());
    }
  }

  private void more(JsonNode page) {
    long left = page.path("total").asLong() - page.path("items").size();
    if (left > 0) {
      stream.printf("  ... and %,d more%n", left);
    }
  }

  private static String value(JsonNode value) {
    return value.isNull() || value.isMissingNode() ? "(nothing)" : value.asText();
  }
}
