package org.teei.csr.activities.imports.notices;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.workflows.imports.notices.NoticeNames;

/**
 * What a notice says: ids, closed words, counts and addresses of ours. The same notice says the
 * same each time.
 */
final class NoticeText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String api;

  /**
   * @param api the public address of the API, before its paths; empty for paths alone
   */
  NoticeText(String api) {
    this.api = api.endsWith("/") ? api.substring(0, api.length() - 1) : api;
  }

  /** The body of a webhook: {@code type}, {@code timestamp} and {@code data}. */
  String json(Notice notice) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("noticeId", notice.noticeId());
    if (notice.importId() != null) {
      data.put("importId", notice.importId());
      data.put("status", notice.status());
      data.putAll(content(notice));
      data.put("links", links(notice));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "import." + notice.status());
    body.put("timestamp", notice.createdAt());
    body.put("data", data);
    return Json.of(body);
  }

  String subject(Notice notice) {
    return switch (notice.status()) {
      case NoticeNames.TEST -> "This is a test: notices about imports come here";
      case "awaiting_approval" -> "An import waits for approval";
      case "approval_reminder" -> "An import still waits for approval";
      case "parked" -> "An import waits for a decision";
      case "completed" -> "An import is complete";
      case "failed" -> "An import has failed";
      case "cancelled" -> "An import was cancelled";
      case "expired" -> "An import has expired";
      case "undone" -> "An import was taken back";
      default -> throw new IllegalStateException("Nothing to say about this status");
    };
  }

  /** The text of a mail, in lines. */
  String plain(Notice notice) {
    StringBuilder text = new StringBuilder(subject(notice)).append(".\n");
    if (notice.importId() != null) {
      text.append('\n');
      content(notice).forEach((name, value) -> line(text, name, value));
      text.append('\n');
      links(notice).forEach((name, value) -> line(text, name, value));
    }
    return text.append("\nNotice ").append(notice.noticeId()).append('\n').toString();
  }

  private static void line(StringBuilder text, String name, Object value) {
    if (value instanceof Map<?, ?> figures) {
      figures.forEach((figure, count) -> line(text, String.valueOf(figure), count));
    } else {
      text.append(name)
          .append(": ")
          .append(
              value instanceof Number number
                  ? String.format(Locale.ROOT, "%,d", number.longValue())
                  : value)
          .append('\n');
    }
  }

  private Map<String, String> links(Notice notice) {
    String path = api + "/v1/imports/" + notice.importId();
    Map<String, String> links = new LinkedHashMap<>();
    links.put("import", path);
    links.put("rejected", path + "/rejected.csv");
    if (notice.status().equals("parked")) {
      links.put("parked", api + "/v1/operations/parked?feature=imports");
    }
    return links;
  }

  private static Map<String, Object> content(Notice notice) {
    try {
      return JSON.readValue(
          notice.content(), new TypeReference<LinkedHashMap<String, Object>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What a notice says is JSON", e);
    }
  }
}
