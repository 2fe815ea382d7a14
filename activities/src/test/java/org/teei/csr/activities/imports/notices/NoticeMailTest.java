package org.teei.csr.activities.imports.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.activities.imports.notices.NoticeMail.Server;
import org.teei.csr.activities.observability.FailureClassifier;
import org.teei.csr.activities.observability.FailureClassifier.Verdict;
import org.teei.csr.schema.personaldata.FileKms;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.notices.NoticeOutcome;
import org.teei.csr.workflows.imports.notices.NoticeRef;
import org.teei.csr.workflows.shared.FailureClass;

/** Mail through a real SMTP server in this JVM. */
class NoticeMailTest {
  private final Database database = Database.shared();
  private final String tenant = database.freshTenant();
  private final Tenancy worker = new Tenancy(database.worker());
  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private TenantKeys keys;
  private Subscriptions subscriptions;

  @BeforeEach
  void setUp(@TempDir Path directory) throws IOException {
    keys = new TenantKeys(worker, FileKms.createIfMissing(directory.resolve("kms.json")));
    subscriptions = new Subscriptions(database, tenant, keys);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private NoticeActivitiesImpl notices(String username, String password, boolean startTls) {
    return notices(
        NoticeMail.through(
            new Server(
                "127.0.0.1",
                server.getSmtp().getPort(),
                username,
                password,
                "csr@platform.example.org",
                startTls)));
  }

  private NoticeActivitiesImpl notices(NoticeMail mail) {
    return new NoticeActivitiesImpl(
        worker, keys, new WebhookRequests(false, false), mail, "https://csr.example.org");
  }

  private NoticeRef notice(String... addresses) {
    return subscriptions.test(subscriptions.mail(List.of(addresses), "completed"));
  }

  @Test
  void eachAddressGetsTheNotice() throws Exception {
    NoticeRef ref = notice("one@example.org", "two@example.org");

    NoticeOutcome outcome = notices("", "", false).deliverNotice(ref);

    assertThat(outcome).isEqualTo(NoticeOutcome.DELIVERED);
    assertThat(server.getReceivedMessages()).hasSize(2);
    var message = server.getReceivedMessages()[0];
    assertThat(message.getSubject()).startsWith("This is a test");
    assertThat(message.getFrom()[0].toString()).isEqualTo("csr@platform.example.org");
    assertThat(message.getHeader("Auto-Submitted")[0]).isEqualTo("auto-generated");
    assertThat(GreenMailUtil.getBody(message)).contains(ref.noticeId().toString());
    assertThat(subscriptions.notice(ref).getState()).isEqualTo("delivered");
    assertThat(subscriptions.notice(ref).getLastStatus()).isNull();
  }

  @Test
  void theSameNoticeHasTheSameMessageIdEachTime() throws Exception {
    NoticeRef ref = notice("one@example.org");
    var mail = notices("", "", false);

    mail.deliverNotice(ref);

    assertThat(server.getReceivedMessages()[0].getMessageID())
        .isEqualTo("<" + ref.noticeId() + "@platform.example.org>");
  }

  @Test
  void aServerThatIsDownIsTriedAgain() throws FolderException {
    NoticeRef ref = notice("one@example.org");
    var mail = notices("", "", false);
    server.stop();

    Verdict verdict = verdict(mail, ref);

    assertThat(verdict).isEqualTo(new Verdict(FailureClass.TRANSIENT, "mail-not-sent", null));
    assertThat(subscriptions.notice(ref).getLastFailure()).isEqualTo("mail-not-sent");
  }

  /** The password is not sent in the clear just because the server offers nothing else. */
  @Test
  void aConnectionThatCannotBeEncryptedIsNotUsedWhereItHasToBe() {
    NoticeRef ref = notice("one@example.org");

    assertThat(verdict(notices("user", "word", true), ref).retryable()).isTrue();
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void wrongCredentialsWaitForBetterOnes() {
    server.setUser("user@example.org", "user", "right");
    server.getUserManager().setAuthRequired(true);

    Verdict verdict = verdict(notices("user", "wrong", false), notice("one@example.org"));

    assertThat(verdict.failureClass()).isEqualTo(FailureClass.AUTH);
  }

  @Test
  void whereThereIsNoServerANoticeWaitsForOne() {
    NoticeRef ref = notice("one@example.org");

    Verdict verdict = verdict(notices(null), ref);

    assertThat(verdict).isEqualTo(new Verdict(FailureClass.PERMANENT, "mail-not-configured", null));
    assertThat(subscriptions.notice(ref).getState()).isEqualTo("pending");
  }

  private static Verdict verdict(NoticeActivitiesImpl notices, NoticeRef ref) {
    return FailureClassifier.classify(
        catchThrowable(() -> notices.deliverNotice(ref)), Instant.now());
  }
}
