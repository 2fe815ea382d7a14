package org.teei.csr.activities.impactin.deliveries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.teei.csr.activities.impactin.vendors.Verdict;
import org.teei.csr.activities.imports.notices.NoticeActivitiesImpl;
import org.teei.csr.activities.imports.notices.Receiver;
import org.teei.csr.activities.imports.notices.Subscriptions;
import org.teei.csr.activities.imports.notices.WebhookRequests;
import org.teei.csr.activities.shared.FailingDataSource;
import org.teei.csr.activities.shared.FailingDataSource.When;
import org.teei.csr.schema.jooq.tables.records.ImportNoticesRecord;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.impactin.deliveries.DeliveryActivities;
import org.teei.csr.workflows.impactin.deliveries.DeliveryEnd;
import org.teei.csr.workflows.impactin.deliveries.DeliveryNews;
import org.teei.csr.workflows.impactin.deliveries.DeliveryRef;
import org.teei.csr.workflows.impactin.deliveries.DeliveryStatus;
import org.teei.csr.workflows.impactin.deliveries.DeliveryWait;
import org.teei.csr.workflows.imports.notices.NoticeOutcome;
import org.teei.csr.workflows.shared.FailureClass;

/** Which notices arise from what happens to a delivery, that each does once, and what it says. */
class DeliveryNoticesTest {
  private static final String[] EVERYTHING =
      List.of(DeliveryNews.values()).stream().map(DeliveryNews::spelling).toArray(String[]::new);

  private final DeliveryFixture fixture = new DeliveryFixture();
  private final ScriptedVendors vendors = new ScriptedVendors();
  private final DeliveryActivities steps = fixture.deliveries(vendors);
  private final Subscriptions subscriptions =
      new Subscriptions(fixture.programme.database, fixture.tenant, fixture.keys);
  private final Instant due =
      Instant.now().plus(Duration.ofDays(3)).truncatedTo(ChronoUnit.SECONDS);
  private DeliveryRef ref;

  @BeforeEach
  void open() {
    ref = fixture.open(YearMonth.of(2026, 3), "scheduled", "always");
  }

  private void webhook(String... statuses) {
    subscriptions.deliveries("https://receiver.example.org/", Subscriptions.secret(), statuses);
  }

  private DeliveryWait awaiting() {
    return new DeliveryWait(ref, DeliveryStatus.AWAITING_APPROVAL, due);
  }

  private DeliveryWait parked() {
    return new DeliveryWait(ref, DeliveryStatus.PARKED, null);
  }

  private List<String> told() {
    return subscriptions.notices().stream().map(ImportNoticesRecord::getStatus).toList();
  }

  @Test
  void whatWaitsForApprovalIsToldOnceHoweverOftenItIsShown() {
    webhook("awaiting_approval");

    steps.showWaiting(awaiting());
    steps.showWaiting(awaiting());

    assertThat(told()).containsExactly("awaiting_approval");
    assertThat(subscriptions.starts()).hasSize(1);
    assertThat(fixture.row(ref).getApprovalDueAt()).isEqualTo(due);
  }

  @Test
  void eachReminderIsToldAndCountedHoweverOftenItsStepIsRepeated() {
    webhook("approval_reminder");
    steps.showWaiting(awaiting());

    steps.remindOfApproval(awaiting());
    steps.remindOfApproval(awaiting());
    assertThat(told()).hasSize(1);
    fixture.programme.execute(
        "update csr.import_notices set created_at = created_at - interval '4 days' where tenant_id = ?",
        fixture.tenant);
    steps.remindOfApproval(awaiting());

    assertThat(told()).containsExactly("approval_reminder", "approval_reminder");
    assertThat(fixture.row(ref).getReminders()).isEqualTo(3);
  }

  @Test
  void remindersThatComeAtOnceAreOne() throws Exception {
    webhook("approval_reminder");
    steps.showWaiting(awaiting());
    Callable<Void> remind =
        () -> {
          steps.remindOfApproval(awaiting());
          return null;
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(Collections.nCopies(10, remind))) {
        done.get();
      }
    }

    assertThat(told()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aStatusAndItsNoticeAreWrittenTogetherOrNotAtAll(When when) {
    webhook("awaiting_approval");
    var dying = new FailingDataSource(fixture.programme.database.worker(), when, 1);
    DeliveryActivities dyingSteps = fixture.deliveries(new Tenancy(dying.dataSource()), vendors);

    assertThatThrownBy(() -> dyingSteps.showWaiting(awaiting()))
        .isInstanceOf(DataAccessException.class);

    assertThat(told()).hasSize(when == When.BEFORE_COMMIT ? 0 : 1);
    assertThat(fixture.row(ref).getStatus())
        .isEqualTo(when == When.BEFORE_COMMIT ? "pending" : "awaiting_approval");
    steps.showWaiting(awaiting());
    assertThat(told()).hasSize(1);
  }

  /** What parks for a passing reason tries again by itself, every few minutes. */
  @Test
  void whatParksAgainForTheSameReasonIsToldOnce() {
    webhook("parked");
    steps.prepare(ref);

    refused("credentials-refused");
    steps.showWaiting(parked());
    refused("credentials-refused");
    steps.showWaiting(parked());
    assertThat(told()).hasSize(1);
    refused("access-refused");
    steps.showWaiting(parked());

    assertThat(told()).hasSize(2);
  }

  private void refused(String reason) {
    vendors.answer(Verdict.REFUSED, FailureClass.AUTH, reason, null);
    assertThatThrownBy(() -> fixture.platform(vendors).send(ref));
  }

  @Test
  void anotherRunThatParksIsToldAgain() {
    webhook("parked");
    steps.showWaiting(parked());
    fixture.programme.execute(
        "update csr.impact_deliveries set status = 'pending', run = 2 where delivery_id = ?",
        ref.deliveryId());

    steps.showWaiting(parked());

    assertThat(told()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(
      value = DeliveryStatus.class,
      names = {"REFUSED", "EXPIRED", "CANCELLED", "FAILED"})
  void anEndIsToldOnceHoweverOftenTheBooksAreClosed(DeliveryStatus end) {
    webhook(EVERYTHING);

    steps.finish(new DeliveryEnd(ref, end, "impactin/given-up"));
    steps.finish(new DeliveryEnd(ref, end, "impactin/given-up"));

    assertThat(told()).containsExactly(end.spelling());
    assertThat(ended(end.spelling())).isEqualTo(1);
  }

  private double ended(String status) {
    return fixture
        .meters
        .get("csr.deliveries.ended")
        .tag("platform", "benevity")
        .tag("status", status)
        .counter()
        .count();
  }

  @ParameterizedTest
  @EnumSource(
      value = Verdict.class,
      names = {"ACCEPTED", "CONFIRMED"})
  void anArrivalIsToldAtTheEndAsWhatItCameTo(Verdict verdict) {
    webhook(EVERYTHING);
    steps.prepare(ref);
    vendors.answer(verdict);
    fixture.platform(vendors).send(ref);
    assertThat(told()).isEmpty();

    steps.finish(new DeliveryEnd(ref, DeliveryStatus.CANCELLED, "impactin/cancelled"));

    assertThat(told()).containsExactly(verdict == Verdict.ACCEPTED ? "delivered" : "confirmed");
  }

  @Test
  void neitherSubscribersOfImportsNorThoseOfOtherCompaniesAreTold() {
    subscriptions.webhook("https://receiver.example.org/", Subscriptions.secret(), "parked");
    webhook("confirmed");
    DeliveryFixture others = new DeliveryFixture();
    Subscriptions theirs = new Subscriptions(others.programme.database, others.tenant, others.keys);
    theirs.deliveries("https://receiver.example.org/", Subscriptions.secret(), EVERYTHING);

    steps.showWaiting(parked());

    assertThat(told()).isEmpty();
    assertThat(theirs.notices()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = DeliveryNews.class,
      names = {"AWAITING_APPROVAL", "APPROVAL_REMINDER", "PARKED", "CONFIRMED", "FAILED"})
  void aReceiverLearnsWhichDeliveryStandsWhereAndNothingOfItsFigures(DeliveryNews news) {
    fixture.sessions(YearMonth.of(2026, 3), 7);
    steps.prepare(ref);
    String secret = Subscriptions.secret();
    try (Receiver receiver = new Receiver()) {
      subscriptions.deliveries(receiver.url(), secret, news.spelling());
      happens(news);

      var notice = subscriptions.notices().getFirst();
      NoticeActivitiesImpl sender =
          new NoticeActivitiesImpl(
              fixture.worker, fixture.keys, new WebhookRequests(true, true), null, "");
      assertThat(sender.deliverNotice(subscriptions.ref(notice)))
          .isEqualTo(NoticeOutcome.DELIVERED);

      var got = receiver.received().getFirst();
      assertThat(got.signedBy(secret)).isTrue();
      assertThat(got.json().path("type").asText()).isEqualTo("delivery." + news.spelling());
      var data = got.json().path("data");
      assertThat(data.path("deliveryId").asText()).isEqualTo(ref.deliveryId().toString());
      assertThat(data.path("platform").asText()).isEqualTo("benevity");
      assertThat(data.at("/period/from").asText()).isEqualTo("2026-03-01");
      assertThat(data.at("/period/until").asText()).isEqualTo("2026-04-01");
      assertThat(data.at("/links/delivery").asText())
          .isEqualTo("/v1/impact-in/deliveries/" + ref.deliveryId());
      assertThat(text(data.path("dueAt").asText(null))).isEqualTo(dueAt(news));
      assertThat(data.properties().stream().map(Map.Entry::getKey))
          .isSubsetOf(
              "noticeId",
              "deliveryId",
              "status",
              "platform",
              "period",
              "revision",
              "run",
              "reason",
              "dueAt",
              "links");
    }
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private String dueAt(DeliveryNews news) {
    boolean awaited =
        news == DeliveryNews.AWAITING_APPROVAL || news == DeliveryNews.APPROVAL_REMINDER;
    return awaited ? due.toString() : "";
  }

  private void happens(DeliveryNews news) {
    switch (news) {
      case AWAITING_APPROVAL -> steps.showWaiting(awaiting());
      case APPROVAL_REMINDER -> {
        steps.showWaiting(awaiting());
        steps.remindOfApproval(awaiting());
      }
      case PARKED -> steps.showWaiting(parked());
      case CONFIRMED -> {
        vendors.answer(Verdict.CONFIRMED);
        fixture.platform(vendors).send(ref);
        steps.finish(new DeliveryEnd(ref, DeliveryStatus.CONFIRMED, null));
      }
      case DELIVERED, REFUSED, EXPIRED, CANCELLED, FAILED ->
          steps.finish(
              new DeliveryEnd(
                  ref, DeliveryStatus.valueOf(news.name()), "impactin/decision-expired"));
    }
  }

  /** A subscription to what somebody tries out is told that it works, and nothing of a delivery. */
  @Test
  void aTestNoticeIsAboutNothing() {
    String secret = Subscriptions.secret();
    try (Receiver receiver = new Receiver()) {
      UUID subscription = subscriptions.deliveries(receiver.url(), secret, EVERYTHING);

      new NoticeActivitiesImpl(
              fixture.worker, fixture.keys, new WebhookRequests(true, true), null, "")
          .deliverNotice(subscriptions.test(subscription));

      assertThat(receiver.received().getFirst().json().path("data").properties())
          .extracting(Map.Entry::getKey)
          .containsExactly("noticeId");
    }
  }
}
