package org.teei.csr.activities.imports.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.http.client.InetAddressFilter;
import org.teei.csr.activities.observability.FailureClassifier;
import org.teei.csr.activities.observability.FailureClassifier.Verdict;
import org.teei.csr.activities.shared.FailingDataSource;
import org.teei.csr.activities.shared.FailingDataSource.When;
import org.teei.csr.schema.personaldata.FileKms;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.notices.NoticeActivities;
import org.teei.csr.workflows.imports.notices.NoticeOutcome;
import org.teei.csr.workflows.imports.notices.NoticeRef;
import org.teei.csr.workflows.shared.FailureClass;

/** Webhooks to a real server on this machine, with their books in a real PostgreSQL. */
class NoticeDeliveryTest {
  private final Database database = Database.shared();
  private final String tenant = database.freshTenant();
  private final Tenancy worker = new Tenancy(database.worker());
  private final String secret = Subscriptions.secret();
  private final Receiver receiver = new Receiver();
  private TenantKeys keys;
  private Subscriptions subscriptions;
  private NoticeActivities notices;
  private UUID subscription;

  @BeforeEach
  void setUp(@TempDir Path directory) throws IOException {
    keys = new TenantKeys(worker, FileKms.createIfMissing(directory.resolve("kms.json")));
    subscriptions = new Subscriptions(database, tenant, keys);
    notices = notices(new WebhookRequests(true, true));
    subscription = subscriptions.webhook(receiver.url(), secret, "completed");
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private NoticeActivities notices(WebhookRequests requests) {
    return new NoticeActivitiesImpl(worker, keys, requests, null, "https://csr.example.org/");
  }

  @Test
  void aReceiverTakesTheNoticeByTheReferenceImplementation() {
    NoticeRef ref = subscriptions.test(subscription);

    NoticeOutcome outcome = notices.deliverNotice(ref);

    assertThat(outcome).isEqualTo(NoticeOutcome.DELIVERED);
    Receiver.Received got = receiver.received().getFirst();
    assertThat(got.id()).isEqualTo(ref.noticeId().toString());
    assertThat(got.signedBy(secret)).isTrue();
    assertThat(got.signedBy(Subscriptions.secret())).isFalse();
    assertThat(got.header("content-type")).startsWith("application/json");
    assertThat(got.json().path("type").asText()).isEqualTo("import.test");
    assertThat(subscriptions.notice(ref).getState()).isEqualTo("delivered");
    assertThat(subscriptions.notice(ref).getAttempts()).isEqualTo(1);
    assertThat(subscriptions.notice(ref).getLastStatus()).isEqualTo(204);
  }

  @Test
  void whatIsDeliveredIsNotSentASecondTime() {
    NoticeRef ref = subscriptions.test(subscription);
    notices.deliverNotice(ref);

    assertThat(notices.deliverNotice(ref)).isEqualTo(NoticeOutcome.DELIVERED);
    assertThat(receiver.received()).hasSize(1);
  }

  /** The worker dies after the receiver has taken the notice and before that is on record. */
  @Test
  void aNoticeThatMayHaveArrivedIsSentAgainWithTheSameIdAndBody() {
    NoticeRef ref = subscriptions.test(subscription);
    var dying = new FailingDataSource(database.worker(), When.BEFORE_COMMIT, 2);
    var first =
        new NoticeActivitiesImpl(
            new Tenancy(dying.dataSource()), keys, new WebhookRequests(true, true), null, "");

    assertThatThrownBy(() -> first.deliverNotice(ref)).isInstanceOf(DataAccessException.class);
    assertThat(subscriptions.notice(ref).getState()).isEqualTo("pending");
    first.deliverNotice(ref);

    assertThat(receiver.received()).hasSize(2);
    assertThat(receiver.received())
        .extracting(Receiver.Received::id)
        .containsOnly(ref.noticeId().toString());
    assertThat(receiver.received().get(1).body()).isEqualTo(receiver.received().get(0).body());
  }

  @Test
  void bothSecretsSignWhileOneReplacesTheOther() {
    String before = Subscriptions.secret();
    subscriptions.change(
        subscription,
        row -> {
          row.setPreviousSecretCiphertext(subscriptions.sealed(subscription, before));
          row.setPreviousSecretUntil(Instant.now().plusSeconds(60));
        });

    notices.deliverNotice(subscriptions.test(subscription));

    assertThat(receiver.received().getFirst().signedBy(secret)).isTrue();
    assertThat(receiver.received().getFirst().signedBy(before)).isTrue();
  }

  @Test
  void aSecretWhoseTimeIsOverSignsNothing() {
    String before = Subscriptions.secret();
    subscriptions.change(
        subscription,
        row -> {
          row.setPreviousSecretCiphertext(subscriptions.sealed(subscription, before));
          row.setPreviousSecretUntil(Instant.now().minusSeconds(1));
        });

    notices.deliverNotice(subscriptions.test(subscription));

    assertThat(receiver.received().getFirst().signedBy(before)).isFalse();
  }

  @Test
  void aReceiverThatIsGoneIsToldNothingAnyMore() {
    receiver.answering(410);
    NoticeRef ref = subscriptions.test(subscription);
    NoticeRef later = subscriptions.test(subscription);

    assertThat(notices.deliverNotice(ref)).isEqualTo(NoticeOutcome.GONE);

    assertThat(notices.deliverNotice(ref)).isEqualTo(NoticeOutcome.GONE);
    assertThat(notices.deliverNotice(later)).isEqualTo(NoticeOutcome.DROPPED);
    assertThat(receiver.received()).hasSize(1);
    var row = subscriptions.subscription(subscription);
    assertThat(row.getActive()).isFalse();
    assertThat(row.getInactiveBecause()).isEqualTo("gone");
    assertThat(row.getVersion()).isEqualTo(2);
    assertThat(subscriptions.notice(ref).getState()).isEqualTo("failed");
    assertThat(subscriptions.notice(ref).getLastStatus()).isEqualTo(410);
  }

  @Test
  void aReceiverThatAsksToSlowDownIsLeftAloneForTheTimeThatItNames() {
    receiver.answering(429, "Retry-After", "120");
    NoticeRef ref = subscriptions.test(subscription);

    Verdict verdict = verdict(ref);

    assertThat(verdict.failureClass()).isEqualTo(FailureClass.RATE_LIMITED);
    assertThat(verdict.retryAfter()).isEqualTo(Duration.ofSeconds(120));
    assertThat(subscriptions.notice(ref).getLastStatus()).isEqualTo(429);
    assertThat(subscriptions.notice(ref).getState()).isEqualTo("pending");
    assertThat(notices.deliverNotice(ref)).isEqualTo(NoticeOutcome.DELIVERED);
    assertThat(subscriptions.notice(ref).getAttempts()).isEqualTo(2);
  }

  @Test
  void aReceiverThatFailsIsTriedAgainByTheWorkflowAndNeverByTheClient() {
    receiver.answering(503);

    Verdict verdict = verdict(subscriptions.test(subscription));

    assertThat(verdict.failureClass()).isEqualTo(FailureClass.TRANSIENT);
    assertThat(verdict.retryable()).isTrue();
    assertThat(receiver.received()).hasSize(1);
  }

  @Test
  void aReceiverThatIsDownIsTriedAgain() {
    NoticeRef ref = subscriptions.test(subscription);
    receiver.close();

    Verdict verdict = verdict(ref);

    assertThat(verdict.failureClass()).isEqualTo(FailureClass.TRANSIENT);
    assertThat(subscriptions.notice(ref).getLastFailure()).isEqualTo("receiver-unreachable");
    try (Receiver back = new Receiver(receiver.port())) {
      assertThat(notices.deliverNotice(ref)).isEqualTo(NoticeOutcome.DELIVERED);
      assertThat(back.received()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  void aRedirectIsNotFollowed(int status) {
    try (Receiver inside = new Receiver()) {
      receiver.answering(status, "Location", inside.url());

      Verdict verdict = verdict(subscriptions.test(subscription));

      assertThat(verdict.failureClass()).isEqualTo(FailureClass.PERMANENT);
      assertThat(inside.received()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1", "localhost", "[::1]", "2130706433", "0.0.0.0", "[::ffff:127.0.0.1]"})
  void aMachineInsideIsNotToldByWhateverNameItIsCalled(String host) {
    NoticeActivities outside = notices(new WebhookRequests(true, false));
    UUID inside =
        subscriptions.webhook("http://" + host + ":" + receiver.port() + "/", secret, "completed");
    NoticeRef ref = subscriptions.test(inside);

    Throwable failed = catchThrowable(() -> outside.deliverNotice(ref));

    assertThat(FailureClassifier.classify(failed, Instant.now()).failureClass())
        .isNotEqualTo(FailureClass.BUG);
    assertThat(receiver.received()).isEmpty();
    assertThat(subscriptions.notice(ref).getState()).isEqualTo("pending");
  }

  /** A name that leads outside when it is looked at and inside when it is connected to. */
  @Test
  void whatANameResolvesToIsJudgedAtTheConnectNotBefore() {
    AtomicInteger looks = new AtomicInteger();
    InetAddressFilter first = InetAddressFilter.adapt(address -> looks.getAndIncrement() == 0);
    NoticeActivities rebound = notices(new WebhookRequests(true, first, Duration.ofSeconds(10)));

    rebound.deliverNotice(subscriptions.test(subscription));
    Throwable second =
        catchThrowable(() -> rebound.deliverNotice(subscriptions.test(subscription)));

    assertThat(receiver.received()).hasSize(1);
    assertThat(FailureClassifier.classify(second, Instant.now()))
        .isEqualTo(new Verdict(FailureClass.PERMANENT, "receiver-not-allowed", null));
  }

  @Test
  void anAddressWithoutEncryptionIsRefusedOutsideDevelopment() {
    NoticeActivities production = notices(new WebhookRequests(false, true));

    Throwable failed =
        catchThrowable(() -> production.deliverNotice(subscriptions.test(subscription)));

    assertThat(FailureClassifier.classify(failed, Instant.now()).reason())
        .isEqualTo("receiver-not-encrypted");
    assertThat(receiver.received()).isEmpty();
  }

  /** One that sends its head a byte at a time never lets a time-out between bytes happen. */
  @Test
  void aReceiverThatAnswersForEverIsCutOff() throws IOException {
    try (ServerSocket slow = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> dribble(slow));
      UUID dribbling =
          subscriptions.webhook(
              "http://127.0.0.1:" + slow.getLocalPort() + "/", secret, "completed");
      NoticeActivities hasty =
          notices(new WebhookRequests(true, InetAddressFilter.all(), Duration.ofMillis(1_500)));
      NoticeRef ref = subscriptions.test(dribbling);
      Instant before = Instant.now();

      Throwable failed = catchThrowable(() -> hasty.deliverNotice(ref));

      assertThat(FailureClassifier.classify(failed, Instant.now()).failureClass())
          .isEqualTo(FailureClass.TRANSIENT);
      assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
      assertThat(subscriptions.notice(ref).getLastFailure()).isEqualTo("receiver-too-slow");
    }
  }

  private static void dribble(ServerSocket server) {
    try (Socket client = server.accept()) {
      var out = client.getOutputStream();
      out.write("HTTP/1.1 200 OK\r\nX-Long: ".getBytes(StandardCharsets.US_ASCII));
      while (!client.isClosed()) {
        out.write('x');
        out.flush();
        Thread.sleep(100);
      }
    } catch (IOException cutOff) {
      // As it is meant to be.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void theRestOfAnAnswerIsNotWaitedFor() throws IOException {
    try (ServerSocket endless = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> stream(endless));
      UUID streaming =
          subscriptions.webhook(
              "http://127.0.0.1:" + endless.getLocalPort() + "/", secret, "completed");
      NoticeRef ref = subscriptions.test(streaming);

      assertThat(notices.deliverNotice(ref)).isEqualTo(NoticeOutcome.DELIVERED);
      assertThat(subscriptions.notice(ref).getLastStatus()).isEqualTo(200);
    }
  }

  private static void stream(ServerSocket server) {
    try (Socket client = server.accept()) {
      var out = client.getOutputStream();
      out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] much = new byte[1 << 16];
      while (!client.isClosed()) {
        out.write(much);
      }
    } catch (IOException cutOff) {
      // As it is meant to be.
    }
  }

  @Test
  void aSubscriptionThatWasTakenAwayDropsItsNotices() {
    NoticeRef ref = subscriptions.test(subscription);
    subscriptions.delete(subscription);

    assertThat(notices.deliverNotice(ref)).isEqualTo(NoticeOutcome.DROPPED);
    assertThat(receiver.received()).isEmpty();
  }

  @Test
  void aParkedNoticeIsShownAndGivenUpOnce() {
    NoticeRef ref = subscriptions.test(subscription);

    notices.parkNotice(ref);
    assertThat(subscriptions.notice(ref).getState()).isEqualTo("parked");
    notices.giveUpNotice(ref);
    Instant end = subscriptions.notice(ref).getFinishedAt();
    notices.giveUpNotice(ref);

    assertThat(subscriptions.notice(ref).getState()).isEqualTo("failed");
    assertThat(subscriptions.notice(ref).getFinishedAt()).isEqualTo(end);
    assertThat(notices.deliverNotice(ref)).isEqualTo(NoticeOutcome.GIVEN_UP);
  }

  /** Neither where it goes nor what signs it is in what a failure tells. */
  @Test
  void noFailureNamesTheReceiverOrItsSecret() {
    receiver.close();

    Throwable failed =
        catchThrowable(() -> notices.deliverNotice(subscriptions.test(subscription)));

    assertThat(failed.getMessage()).doesNotContain("of-ours").doesNotContain(secret);
    assertThat(subscriptions.subscription(subscription).toString())
        .doesNotContain("of-ours")
        .doesNotContain(secret);
  }

  private Verdict verdict(NoticeRef ref) {
    return FailureClassifier.classify(
        catchThrowable(() -> notices.deliverNotice(ref)), Instant.now());
  }
}
