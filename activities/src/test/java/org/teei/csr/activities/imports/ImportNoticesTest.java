package org.teei.csr.activities.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.teei.csr.activities.imports.notices.ExpiredNotices;
import org.teei.csr.activities.imports.notices.NoticeActivitiesImpl;
import org.teei.csr.activities.imports.notices.NoticeRuns;
import org.teei.csr.activities.imports.notices.Receiver;
import org.teei.csr.activities.imports.notices.Subscriptions;
import org.teei.csr.activities.imports.notices.WebhookRequests;
import org.teei.csr.activities.shared.FailingDataSource;
import org.teei.csr.activities.shared.FailingDataSource.When;
import org.teei.csr.activities.shared.RunningJobs.RunningJob;
import org.teei.csr.schema.jooq.tables.records.ImportNoticesRecord;
import org.teei.csr.schema.jooq.tables.records.StartIntentsRecord;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.Finish;
import org.teei.csr.workflows.imports.ImportActivities;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.imports.StatusChange;
import org.teei.csr.workflows.imports.notices.NoticeOutcome;

/** Which notices arise from what happens to an import, and that each does once. */
class ImportNoticesTest {
  private ImportFixture imports;
  private Subscriptions subscriptions;
  private ImportActivities steps;

  @BeforeEach
  void setUp(@TempDir Path directory) {
    imports = new ImportFixture(directory);
    subscriptions = new Subscriptions(imports.database, imports.tenant, imports.tenantKeys);
    steps = imports.activities();
  }

  private ImportRef uploaded() {
    return imports.upload(
        ImportFixture.SIMPLE
            + imports.simpleRow(
                "LS-" + UUID.randomUUID(),
                "jane.doe@example.org",
                "john.doe@example.org",
                5,
                "Secret words"));
  }

  private void webhook(String... statuses) {
    subscriptions.webhook("https://receiver.example.org/", Subscriptions.secret(), statuses);
  }

  @ParameterizedTest
  @EnumSource(
      value = ImportStatus.class,
      names = {"COMPLETED", "FAILED", "CANCELLED", "EXPIRED"})
  void theEndOfAnImportIsToldOnceHoweverOftenItIsFinished(ImportStatus end) {
    webhook(end.spelling());
    ImportRef ref = uploaded();
    steps.stage(ref);

    steps.finish(new Finish(ref, end, null, null));
    steps.finish(new Finish(ref, end, null, null));

    assertThat(subscriptions.notices())
        .extracting(ImportNoticesRecord::getStatus)
        .containsExactly(end.spelling());
    assertThat(subscriptions.starts()).hasSize(1);
  }

  @Test
  void eachTimeThatAnImportParksIsToldOnce() {
    webhook("parked");
    ImportRef ref = uploaded();

    steps.show(new StatusChange(ref, ImportStatus.PARKED));
    steps.show(new StatusChange(ref, ImportStatus.PARKED));
    steps.show(new StatusChange(ref, ImportStatus.STAGING));
    steps.show(new StatusChange(ref, ImportStatus.PARKED));

    assertThat(subscriptions.notices()).hasSize(2);
  }

  @Test
  void anImportThatWaitsForApprovalIsTold() {
    webhook("awaiting_approval");

    steps.show(new StatusChange(uploaded(), ImportStatus.AWAITING_APPROVAL));

    assertThat(subscriptions.notices()).hasSize(1);
  }

  @Test
  void aReminderIsToldOnceHoweverOftenItsStepIsRepeated() {
    webhook("approval_reminder");
    webhook("awaiting_approval");
    StatusChange waiting = waiting(uploaded());
    steps.show(waiting);

    steps.remind(waiting);
    steps.remind(waiting);

    assertThat(subscriptions.notices())
        .extracting(ImportNoticesRecord::getStatus)
        .containsExactly("awaiting_approval", "approval_reminder");
    assertThat(subscriptions.starts()).hasSize(2);
  }

  @Test
  void eachReminderIsToldAndThatOfAnotherImportToo() {
    webhook("approval_reminder");
    StatusChange waiting = waiting(uploaded());
    steps.remind(waiting);
    steps.remind(waiting(uploaded()));
    imports.execute(
        "update csr.import_notices set created_at = created_at - interval '4 days' where tenant_id = ?",
        imports.tenant);

    steps.remind(waiting);

    assertThat(subscriptions.notices()).hasSize(3);
  }

  @Test
  void remindersThatComeAtOnceAreOne() throws Exception {
    webhook("approval_reminder");
    StatusChange waiting = waiting(uploaded());
    Callable<Void> remind =
        () -> {
          steps.remind(waiting);
          return null;
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(Collections.nCopies(10, remind))) {
        done.get();
      }
    }

    assertThat(subscriptions.notices()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aReminderAndItsAuditEntryAreWrittenTogetherOrNotAtAll(When when) {
    webhook("approval_reminder");
    StatusChange waiting = waiting(uploaded());
    var dying = new FailingDataSource(imports.database.worker(), when, 1);
    ImportActivities dyingSteps = imports.activities(new Tenancy(dying.dataSource()), beat -> {});

    assertThatThrownBy(() -> dyingSteps.remind(waiting)).isInstanceOf(DataAccessException.class);

    int written = when == When.BEFORE_COMMIT ? 0 : 1;
    assertThat(subscriptions.notices()).hasSize(written);
    assertThat(
            imports.count(
                "select count(*) from csr.audit_entries where tenant_id = ? and action = 'imports.approval-reminder'",
                imports.tenant))
        .isEqualTo(written);
  }

  @Test
  void aReminderSaysUntilWhenTheImportWaits() {
    String secret = Subscriptions.secret();
    try (Receiver receiver = new Receiver()) {
      subscriptions.webhook(receiver.url(), secret, "approval_reminder");
      StatusChange waiting = waiting(uploaded());
      steps.remind(waiting);

      notices("").deliverNotice(subscriptions.ref(subscriptions.notices().getFirst()));

      var got = receiver.received().getFirst();
      assertThat(got.json().path("type").asText()).isEqualTo("import.approval_reminder");
      var data = got.json().path("data");
      assertThat(data.path("status").asText()).isEqualTo("awaiting_approval");
      assertThat(data.path("dueAt").asText()).isEqualTo(String.valueOf(waiting.dueAt()));
      assertThat(data.path("importId").asText()).isEqualTo(waiting.ref().importId().toString());
    }
  }

  private static StatusChange waiting(ImportRef ref) {
    return new StatusChange(
        ref,
        ImportStatus.AWAITING_APPROVAL,
        Instant.now().plus(Duration.ofDays(11)).truncatedTo(ChronoUnit.SECONDS));
  }

  private NoticeActivitiesImpl notices(String api) {
    return new NoticeActivitiesImpl(
        imports.worker, imports.tenantKeys, new WebhookRequests(true, true), null, api);
  }

  @Test
  void whatAnImportPassesByItselfIsToldToNobody() {
    webhook("completed", "failed", "parked", "awaiting_approval");
    ImportRef ref = uploaded();

    for (ImportStatus status : List.of(ImportStatus.STAGING, ImportStatus.MERGING)) {
      steps.show(new StatusChange(ref, status));
    }

    assertThat(subscriptions.notices()).isEmpty();
  }

  @Test
  void onlyActiveSubscriptionsOfTheSameTenantThatWantItAreTold() {
    webhook("failed");
    var off =
        subscriptions.webhook("https://off.example.org/", Subscriptions.secret(), "completed");
    subscriptions.change(
        off,
        row -> {
          row.setActive(false);
          row.setInactiveBecause("switched-off");
        });
    new Subscriptions(imports.database, imports.database.freshTenant(), imports.tenantKeys)
        .webhook("https://other.example.org/", Subscriptions.secret(), "completed");
    var wanted = subscriptions.mail(List.of("person@example.org"), "completed");

    imports.run(uploaded());

    assertThat(subscriptions.notices())
        .extracting(ImportNoticesRecord::getSubscriptionId)
        .containsExactly(wanted);
  }

  /** What is written about a status is written with it or not at all. */
  @ParameterizedTest
  @EnumSource
  void aWorkerThatDiesNeitherLosesNorDoublesANotice(When when) {
    webhook("parked");
    ImportRef ref = uploaded();
    var dying = new FailingDataSource(imports.database.worker(), when, 1);
    ImportActivities dyingSteps = imports.activities(new Tenancy(dying.dataSource()), beat -> {});
    StatusChange parked = new StatusChange(ref, ImportStatus.PARKED);

    assertThatThrownBy(() -> dyingSteps.show(parked)).isInstanceOf(DataAccessException.class);
    assertThat(subscriptions.notices()).hasSize(when == When.BEFORE_COMMIT ? 0 : 1);
    dyingSteps.show(parked);

    assertThat(subscriptions.notices()).hasSize(1);
    assertThat(subscriptions.starts())
        .extracting(StartIntentsRecord::getWorkflowId)
        .containsExactly(subscriptions.notices().getFirst().getWorkflowId());
  }

  @Test
  void twentyWorkersThatShowTheSameStatusMakeOneNotice() throws Exception {
    webhook("parked");
    ImportRef ref = uploaded();
    List<Callable<Void>> shows = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      shows.add(() -> {
        steps.show(new StatusChange(ref, ImportStatus.PARKED));
        return null;
      });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var show : threads.invokeAll(shows)) {
        show.get();
      }
    }

    assertThat(subscriptions.notices()).hasSize(1);
  }

  @Test
  void theReceiverIsToldIdsCountsAndLinksAndNothingOfAPerson() {
    String secret = Subscriptions.secret();
    try (Receiver receiver = new Receiver()) {
      subscriptions.webhook(receiver.url(), secret, "completed");
      ImportRef ref = uploaded();
      imports.run(ref);
      var notices = notices("https://csr.example.org/");

      notices.deliverNotice(subscriptions.ref(subscriptions.notices().getFirst()));

      var got = receiver.received().getFirst();
      assertThat(got.signedBy(secret)).isTrue();
      assertThat(got.json().path("type").asText()).isEqualTo("import.completed");
      var data = got.json().path("data");
      assertThat(data.path("importId").asText()).isEqualTo(ref.importId().toString());
      assertThat(data.path("status").asText()).isEqualTo("completed");
      assertThat(data.path("kind").asText()).isEqualTo("sessions");
      assertThat(data.path("counts").path("read").asLong()).isEqualTo(1);
      assertThat(data.path("counts").path("accepted").asLong()).isEqualTo(1);
      assertThat(data.path("links").path("import").asText())
          .isEqualTo("https://csr.example.org/v1/imports/" + ref.importId());
      assertThat(Set.of("noticeId", "importId", "status", "kind", "attempt", "counts", "links"))
          .containsAll(
              data.properties().stream().map(entry -> entry.getKey()).collect(Collectors.toSet()));
      assertThat(got.body()).doesNotContain("jane", "john", "Secret words", "@");
    }
  }

  @Test
  void theHistoryOfANoticeBeginsWithIdsAlone() {
    webhook("completed");
    imports.run(uploaded());

    assertThat(subscriptions.starts().getFirst().getInput().data())
        .doesNotContain("receiver.example.org", "whsec_")
        .contains("noticeId", "tenant", "profile");
  }

  @Test
  void aNoticeWhoseWorkflowWasEndedOutsideIsGivenUp() {
    webhook("completed");
    imports.run(uploaded());
    var system = new SystemView(imports.database.system());
    var notices = notices("");
    var runs = new NoticeRuns(system, imports.worker, notices);

    List<RunningJob> active =
        runs.olderThan(Duration.ZERO).stream()
            .filter(job -> job.tenant().equals(imports.tenant))
            .toList();
    active.forEach(runs::endedOutside);

    assertThat(active).hasSize(1);
    assertThat(runs.isActive(active.getFirst())).isFalse();
    assertThat(subscriptions.notices().getFirst().getState()).isEqualTo("failed");
    assertThat(notices.deliverNotice(subscriptions.ref(subscriptions.notices().getFirst())))
        .isEqualTo(NoticeOutcome.GIVEN_UP);
  }

  @Test
  void noticesAreForgottenAMonthAfterTheirEnd() throws Exception {
    webhook("completed");
    imports.run(uploaded());
    imports.run(uploaded());
    var notice = subscriptions.notices().getFirst();
    imports.worker.change(
        imports.tenant,
        db ->
            db.execute(
                "update csr.import_notices set state = 'delivered', finished_at = now() - interval '31 days' where notice_id = ?",
                notice.getNoticeId()));

    int removed = new ExpiredNotices(imports.worker).removeSome(imports.tenant);

    assertThat(removed).isEqualTo(1);
    assertThat(subscriptions.notices())
        .extracting(ImportNoticesRecord::getNoticeId)
        .doesNotContain(notice.getNoticeId())
        .hasSize(1);
  }
}
