package org.teei.csr.activities.imports.notices;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.teei.csr.activities.imports.notices.Notice.Channel;
import org.teei.csr.workflows.imports.notices.NoticeEvent;

class NoticeTextTest {
  private final NoticeText text = new NoticeText("https://csr.example.org");

  @ParameterizedTest
  @EnumSource
  void whateverIsToldHasASubject(NoticeEvent event) {
    assertThat(text.subject(notice(event, "{}"))).isNotBlank();
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

  private static Notice notice(NoticeEvent event, String content) {
    return new Notice(
        UUID.randomUUID(),
        UUID.randomUUID(),
        event.spelling(),
        content,
        Instant.now(),
        Channel.MAIL,
        List.of("one@example.org"),
        List.of());
  }
}
