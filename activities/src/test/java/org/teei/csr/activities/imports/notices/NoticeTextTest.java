package org.teei.csr.activities.imports.notices;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.teei.csr.activities.imports.notices.Notice.Channel;
import org.teei.csr.activities.shared.Subscribers.About;
import org.teei.csr.activities.shared.Subscribers.Subject;
import org.teei.csr.workflows.impactin.deliveries.DeliveryNews;
import org.teei.csr.workflows.imports.notices.NoticeEvent;
import org.teei.csr.workflows.shared.TenantId;

class NoticeTextTest {
  private final NoticeText text = new NoticeText("https://csr.example.org");

  @ParameterizedTest
  @EnumSource
  void whateverIsToldOfAnImportHasASubject(NoticeEvent event) {
    assertThat(text.subject(notice(event, "{}"))).startsWith("An import ");
  }

  @ParameterizedTest
  @EnumSource
  void whateverIsToldOfADeliveryHasASubject(DeliveryNews news) {
    assertThat(text.subject(notice(news, "{}"))).startsWith("A delivery of figures ");
  }

  @Test
  void aMailThatRemindsSaysUntilWhenTheImportWaits() {
    Notice reminder =
        notice(
            NoticeEvent.APPROVAL_REMINDER,
            "{\"dueAt\":\"2026-12-13T10:00:00Z\",\"status\":\"awaiting_approval\",\"kind\":\"sessions\"}");

    assertThat(text.plain(reminder))
        .startsWith("An import still waits for approval.")
        .contains("dueAt: 2026-12-13T10:00:00Z", "https://csr.example.org/v1/imports/");
  }

  @Test
  void aMailAboutADeliveryNamesPlatformAndPeriodAndLeadsToIt() {
    Notice parked =
        notice(
            DeliveryNews.PARKED,
            "{\"platform\":\"workday\",\"period\":{\"from\":\"2026-10-01\",\"until\":\"2026-11-01\"},\"reason\":\"outcome-unknown\"}");

    assertThat(text.plain(parked))
        .startsWith("A delivery of figures waits for a decision.")
        .contains("platform: workday", "from: 2026-10-01", "reason: outcome-unknown")
        .contains("https://csr.example.org/v1/impact-in/deliveries/" + parked.subject().id())
        .contains("https://csr.example.org/v1/operations/parked?feature=impactin");
  }

  private static Notice notice(NoticeEvent event, String content) {
    return notice(About.IMPORT, event.spelling(), content);
  }

  private static Notice notice(DeliveryNews news, String content) {
    return notice(About.DELIVERY, news.spelling(), content);
  }

  private static Notice notice(About about, String status, String content) {
    return new Notice(
        UUID.randomUUID(),
        new Subject(new TenantId("demo"), about, UUID.randomUUID()),
        status,
        content,
        Instant.now(),
        Channel.MAIL,
        List.of("one@example.org"),
        List.of());
  }
}
