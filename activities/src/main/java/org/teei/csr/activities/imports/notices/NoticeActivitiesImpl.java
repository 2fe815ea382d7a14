package org.teei.csr.activities.imports.notices;

import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.teei.csr.activities.imports.notices.NoticeBook.Task;
import org.teei.csr.activities.observability.HttpRefusal;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.schema.imports.SubscriptionSeal;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.notices.NoticeActivities;
import org.teei.csr.workflows.imports.notices.NoticeOutcome;
import org.teei.csr.workflows.imports.notices.NoticeRef;
import org.teei.csr.workflows.shared.FailureClass;

/** Delivers notices by webhook and mail. */
public final class NoticeActivitiesImpl implements NoticeActivities {
  private static final int GONE = 410;

  private final NoticeBook book;
  private final WebhookRequests webhooks;
  private final @Nullable NoticeMail mail;
  private final NoticeText text;
  private final Clock clock = Clock.systemUTC();

  /**
   * @param tenancy connects as {@code csr_worker}
   * @param mail absent where the installation has no server for it
   * @param api the public address of the API, for links; empty for paths alone
   */
  public NoticeActivitiesImpl(
      Tenancy tenancy,
      TenantKeys keys,
      WebhookRequests webhooks,
      @Nullable NoticeMail mail,
      String api) {
    this.book = new NoticeBook(tenancy, new SubscriptionSeal(keys));
    this.webhooks = webhooks;
    this.mail = mail;
    this.text = new NoticeText(api);
  }

  @Override
  public NoticeOutcome deliverNotice(NoticeRef ref) {
    return switch (book.open(ref)) {
      case Task.Ended(NoticeOutcome outcome) -> outcome;
      case Task.Due(Notice notice) -> deliver(ref, notice);
    };
  }

  private NoticeOutcome deliver(NoticeRef ref, Notice notice) {
    try {
      book.delivered(ref, send(notice));
      return NoticeOutcome.DELIVERED;
    } catch (HttpRefusal refused) {
      if (refused.status() == GONE) {
        book.gone(ref);
        return NoticeOutcome.GONE;
      }
      book.failed(ref, refused.status(), "receiver-refused");
      throw refused;
    } catch (StepFailure failed) {
      book.failed(ref, null, failed.reason());
      throw failed;
    }
  }

  /** The status of the answer, where there is one. */
  private @Nullable Integer send(Notice notice) {
    return switch (notice.channel()) {
      case WEBHOOK -> post(notice);
      case MAIL -> {
        if (mail == null) {
          throw new StepFailure(FailureClass.PERMANENT, "mail-not-configured");
        }
        mail.send(notice, text);
        yield null;
      }
    };
  }

  private int post(Notice notice) {
    String id = notice.noticeId().toString();
    long now = clock.instant().getEpochSecond();
    String body = text.json(notice);
    HttpHeaders headers = new HttpHeaders();
    headers.set("webhook-id", id);
    headers.set("webhook-timestamp", String.valueOf(now));
    headers.set("webhook-signature", WebhookSignature.of(notice.secrets(), id, now, body));
    headers.set(HttpHeaders.USER_AGENT, "TEEI-CSR-Platform");
    return webhooks.post(notice.target().getFirst(), headers, body);
  }

  @Override
  public void parkNotice(NoticeRef ref) {
    book.parked(ref);
  }

  @Override
  public void giveUpNotice(NoticeRef ref) {
    book.givenUp(ref);
  }
}
