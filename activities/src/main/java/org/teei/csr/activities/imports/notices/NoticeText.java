package org.teei.csr.activities.imports.notices;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.teei.csr.activities.shared.Subscribers.About;
import org.teei.csr.activities.shared.Subscribers.Subject;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.workflows.impactin.deliveries.DeliveryNames;
import org.teei.csr.workflows.impactin.deliveries.DeliveryNews;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.imports.notices.NoticeEvent;

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
    Subject subject = notice.subject();
    if (subject != null) {
      data.put(noun(subject.about()) + "Id", subject.id());
      data.put("status", notice.status());
      data.putAll(content(notice));
      data.put("links", links(subject, notice.status()));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put(
        "type", noun(subject == null ? About.IMPORT : subject.about()) + "." + notice.status());
    body.put("timestamp", notice.createdAt());
    body.put("data", data);
    return Json.of(body);
  }

  private static String noun(About about) {
    return about.name().toLowerCase(Locale.ROOT);
  }

  String subject(Notice notice) {
    if (notice.subject() == null) {
      return "This is a test: notices come here";
    }
    return switch (notice.subject().about()) {
      case IMPORT -> ofImport(NoticeEvent.valueOf(notice.status().toUpperCase(Locale.ROOT)));
      case DELIVERY -> ofDelivery(DeliveryNews.valueOf(notice.status().toUpperCase(Locale.ROOT)));
    };
  }

  private static String ofImport(NoticeEvent event) {
    return switch (event) {
      case AWAITING_APPROVAL -> "An import waits for approval";
      case APPROVAL_REMINDER -> "An import still waits for approval";
      case PARKED -> "An import waits for a decision";
      case COMPLETED -> "An import is complete";
      case FAILED -> "An import has failed";
      case CANCELLED -> "An import was cancelled";
      case EXPIRED -> "An import has expired";
      case UNDONE -> "An import was taken back";
    };
  }

  private static String ofDelivery(DeliveryNews news) {
    return switch (news) {
      case AWAITING_APPROVAL -> "A delivery of figures waits for approval";
      case APPROVAL_REMINDER -> "A delivery of figures still waits for approval";
      case PARKED -> "A delivery of figures waits for a decision";
      case DELIVERED -> "A delivery of figures has arrived; the platform did not confirm it";
      case CONFIRMED -> "A delivery of figures has arrived, and the platform has confirmed it";
      case REFUSED -> "A delivery of figures is not sent: approval was refused";
      case EXPIRED -> "A delivery of figures has ended, as nobody decided in time";
      case CANCELLED -> "A delivery of figures was cancelled";
      case FAILED -> "A delivery of figures has failed";
    };
  }

  /** The text of a mail, in lines. */
  String plain(Notice notice) {
    StringBuilder text = new StringBuilder(subject(notice)).append(".\n");
    if (notice.subject() != null) {
      text.append('\n');
      content(notice).forEach((name, value) -> line(text, name, value));
      text.append('\n');
      links(notice.subject(), notice.status()).forEach((name, value) -> line(text, name, value));
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

  private Map<String, String> links(Subject subject, String status) {
    Map<String, String> links = new LinkedHashMap<>();
    switch (subject.about()) {
      case IMPORT -> {
        String path = api + "/v1/imports/" + subject.id();
        links.put("import", path);
        links.put("rejected", path + "/rejected.csv");
      }
      case DELIVERY -> {
        String path = api + "/v1/impact-in/deliveries/" + subject.id();
        links.put("delivery", path);
        links.put("attempts", path + "/attempts");
      }
    }
    if (status.equals("parked")) {
      links.put("parked", api + "/v1/operations/parked?feature=" + feature(subject.about()));
    }
    return links;
  }

  private static String feature(About about) {
    return switch (about) {
      case IMPORT -> ImportNames.FEATURE;
      case DELIVERY -> DeliveryNames.FEATURE;
    };
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
