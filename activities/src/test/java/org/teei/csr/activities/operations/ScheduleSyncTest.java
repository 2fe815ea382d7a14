package org.teei.csr.activities.operations;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;
import static org.teei.csr.schema.jooq.Tables.IMPORT_FOLDERS;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleState;
import io.temporal.client.schedules.ScheduleUpdate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jooq.JSONB;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.teei.csr.activities.imports.folders.FolderSchedules;
import org.teei.csr.activities.shared.FakeHold;
import org.teei.csr.activities.shared.LeasedLoop;
import org.teei.csr.activities.shared.LeasedLoop.LeaseLostException;
import org.teei.csr.activities.shared.TemporalServer;
import org.teei.csr.schema.operations.Leases;
import org.teei.csr.schema.personaldata.FileKms;
import org.teei.csr.schema.personaldata.Kms;
import org.teei.csr.schema.personaldata.KmsUnavailableException;
import org.teei.csr.schema.personaldata.Payloads;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.personaldata.TenantPayloadCodec;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.folders.FolderNames;
import org.teei.csr.workflows.imports.folders.FolderRef;
import org.teei.csr.workflows.shared.TenantId;

class ScheduleSyncTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LeasedLoop.Hold HOLD = new FakeHold(1);

  private static TemporalServer temporal;
  private static WorkflowClient client;
  private static ScheduleClient schedules;

  private final Database database = Database.create();
  private final Tenancy worker = new Tenancy(database.worker());
  private final SystemView system = new SystemView(database.system());
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final String tenant = database.freshTenant();
  private final UUID folder = Ids.next();
  private final ScheduleSync sync = sync(Duration.ZERO);

  @BeforeAll
  static void startTemporal() {
    temporal = TemporalServer.started();
    client = TemporalClients.to(temporal.target());
    schedules =
        ScheduleClient.newInstance(
            client.getWorkflowServiceStubs(),
            ScheduleClientOptions.newBuilder()
                .setDataConverter(client.getOptions().getDataConverter())
                .build());
  }

  @AfterAll
  static void stopTemporal() {
    client.getWorkflowServiceStubs().shutdownNow();
    temporal.close();
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void aNewRowGetsAScheduleThatIsLeftAloneAfterwards() {
    add();

    sync.run(HOLD);

    var written = described();
    assertThat(interval(written)).isEqualTo(Duration.ofMinutes(5));
    assertThat(state(written).isPaused()).isFalse();
    assertThat(state(written).getNote())
        .isEqualTo("Kept by the platform as version 1: what is changed here is undone");
    var action = (ScheduleActionStartWorkflow) written.getAction();
    assertThat(action.getArguments().get(0, FolderRef.class))
        .isEqualTo(new FolderRef(new TenantId(tenant), folder));
    assertThat(scheduledVersion()).isEqualTo(1);
    sync.run(HOLD);
    assertThat(scheduledVersion()).isEqualTo(1);
    assertThat(audited()).isEmpty();
    assertThat(handle().describe().getInfo().getLastUpdatedAt()).isNull();
  }

  @Test
  void aChangedRowIsFollowedAndNobodyIsBlamed() {
    synced();

    change(60, true);
    sync.run(HOLD);
    assertThat(interval(described())).isEqualTo(Duration.ofMinutes(1));
    change(60, false);
    sync.run(HOLD);

    assertThat(state(described()).isPaused()).isTrue();
    assertThat(state(described()).getNote())
        .isEqualTo("Kept by the platform as version 3: what is changed here is undone");
    sync.run(HOLD);
    assertThat(audited()).isEmpty();
  }

  @Test
  void theScheduleOfADeletedRowGoes() {
    synced();

    deleteRow();
    sync.run(HOLD);

    assertThat(exists()).isFalse();
    assertThat(scheduledVersion()).isEqualTo(2);
    sync.run(HOLD);
    assertThat(audited()).isEmpty();
  }

  /** A process that died after it wrote to Temporal, and before it said so. */
  @Test
  void aWriteThatWasNotNotedIsRepeatedAndNobodyIsBlamed() {
    synced();
    change(60, true);
    sync.run(HOLD);
    noteVersion(1);
    sync.run(HOLD);
    assertThat(scheduledVersion()).isEqualTo(2);

    deleteRow();
    sync.run(HOLD);
    noteVersion(2);
    sync.run(HOLD);

    assertThat(scheduledVersion()).isEqualTo(3);
    assertThat(audited()).isEmpty();
  }

  /** As after a restore of Temporal's database to an earlier moment. */
  @Test
  void aScheduleOfAnEarlierVersionIsHealedAndNobodyIsBlamed() {
    synced();
    var earlier = described();
    change(60, true);
    sync.run(HOLD);

    handle().update(_ -> new ScheduleUpdate(earlier));
    sync.run(HOLD);

    assertThat(interval(described())).isEqualTo(Duration.ofMinutes(1));
    assertThat(audited()).isEmpty();
  }

  @Test
  void aPauseOutsideIsAuditedOnceAndTakenBack() {
    synced();

    handle().pause("quiet, please");
    sync.run(HOLD);
    sync.run(HOLD);

    assertThat(state(described()).isPaused()).isFalse();
    assertThat(state(described()).getNote())
        .isEqualTo("Kept by the platform as version 1: what is changed here is undone");
    assertThat(audited())
        .containsExactly("unknown unverified schedule " + scheduleId() + " [\"paused\"] " + folder);
    assertThat(scheduledVersion()).isEqualTo(1);
    assertThat(meters.counter("csr.schedules.edited.outside").count()).isEqualTo(1);
    handle().pause("quiet, please");
    sync.run(HOLD);
    assertThat(audited()).as("another edit is another entry").hasSize(2);
  }

  @Test
  void whatIsResumedOutsideIsPausedAgain() {
    synced();
    change(300, false);
    sync.run(HOLD);

    handle().unpause("go on");
    sync.run(HOLD);

    assertThat(state(described()).isPaused()).isTrue();
    assertThat(edits()).containsExactly("[\"resumed\"]");
  }

  @Test
  void aScheduleThatWasDeletedOutsideIsMadeAgain() {
    synced();

    handle().delete();
    sync.run(HOLD);
    sync.run(HOLD);

    assertThat(interval(described())).isEqualTo(Duration.ofMinutes(5));
    assertThat(edits()).containsExactly("[\"deleted\"]");
  }

  static Stream<Arguments> editsOutside() {
    return Stream.of(
        edit(
            "spec",
            all ->
                all.setSpec(
                    ScheduleSpec.newBuilder()
                        .setIntervals(List.of(new ScheduleIntervalSpec(Duration.ofHours(9))))
                        .setJitter(Duration.ofSeconds(30))
                        .build())),
        edit(
            "spec",
            all ->
                all.setSpec(
                    ScheduleSpec.newBuilder(all.build().getSpec())
                        .setEndAt(Instant.parse("2030-01-01T00:00:00Z"))
                        .build())),
        edit(
            "policy",
            all ->
                all.setPolicy(
                    SchedulePolicy.newBuilder(all.build().getPolicy())
                        .setPauseOnFailure(true)
                        .build())),
        edit(
            "action", all -> all.setAction(action(all).setWorkflowType("AnotherWorkflow").build())),
        edit("action", all -> all.setAction(action(all).setArguments("another").build())),
        edit("action", all -> all.setAction(action(all).setArguments().build())),
        edit(
            "action",
            all ->
                all.setAction(
                    action(all)
                        .setArguments(new FolderRef(new TenantId("other"), UUID.randomUUID()))
                        .build())),
        edit("action", all -> options(all, options -> options.setTaskQueue("another"))),
        // The SDK cannot read that; so were all Schedules before runs had details.
        edit("action", all -> options(all, options -> options.setStaticDetails(null))),
        edit(
            "runs",
            all ->
                all.setState(
                    ScheduleState.newBuilder(all.build().getState())
                        .setLimitedAction(true)
                        .setRemainingActions(7)
                        .build())),
        edit(
            "note",
            all ->
                all.setState(
                    ScheduleState.newBuilder(all.build().getState()).setNote("mine").build())));
  }

  @ParameterizedTest
  @MethodSource("editsOutside")
  void whatWasEditedOutsideIsNamedAndHealed(String what, UnaryOperator<Schedule.Builder> change) {
    synced();
    var written = described();

    edit(change);
    sync.run(HOLD);
    sync.run(HOLD);

    assertThat(edits()).containsExactly("[\"%s\"]".formatted(what));
    var healed = described();
    assertThat(healed.getSpec()).isEqualTo(written.getSpec());
    assertThat(healed.getPolicy()).isEqualTo(written.getPolicy());
    assertThat(healed.getState()).isEqualTo(written.getState());
    assertThat(action(Schedule.newBuilder(healed)).build().getWorkflowType())
        .isEqualTo(FolderNames.WORKFLOW_TYPE);
  }

  @Test
  void anEditOutsideIsAuditedAlsoWhereItsRowChangesBeforeItIsSeen() {
    synced();
    var seldom = sync(Duration.ofHours(1));
    seldom.run(HOLD);

    handle().pause("quiet, please");
    seldom.run(HOLD);
    assertThat(edits()).as("not looked at yet").isEmpty();
    change(60, true);
    seldom.run(HOLD);

    assertThat(edits()).containsExactly("[\"note\"]");
    assertThat(state(described()).isPaused()).isFalse();
    assertThat(interval(described())).isEqualTo(Duration.ofMinutes(1));
    handle().delete();
    deleteRow();
    seldom.run(HOLD);
    assertThat(edits()).hasSize(1);
  }

  @Test
  void anEditIsAuditedOnceAlsoWhereTheProcessDiesBeforeItIsHealed() {
    synced();
    handle().pause("quiet, please");

    assertThatThrownBy(() -> sync.run(new HoldFor(1))).isInstanceOf(LeaseLostException.class);
    assertThat(state(described()).isPaused()).isTrue();
    assertThat(edits()).containsExactly("[\"paused\"]");
    assertThat(scheduledVersion()).isZero();
    sync(Duration.ZERO).run(HOLD);

    assertThat(state(described()).isPaused()).isFalse();
    assertThat(edits()).hasSize(1);
  }

  @Test
  void whoLostTheLeaseWritesAndAuditsNothing() {
    synced();
    change(60, true);
    handle().pause("quiet, please");

    assertThatThrownBy(() -> sync.run(new HoldFor(0))).isInstanceOf(LeaseLostException.class);

    assertThat(interval(described())).isEqualTo(Duration.ofMinutes(5));
    assertThat(state(described()).isPaused()).isTrue();
    assertThat(audited()).isEmpty();
  }

  @Test
  void nothingIsWrittenWhileAnotherProcessHoldsTheLease() throws Exception {
    var leases = new Leases(system);
    var held = leases.acquire("schedule-sync", "another", Duration.ofMinutes(1)).orElseThrow();
    add();
    try (var loop =
        new LeasedLoop(
            "schedule-sync", "this", Duration.ofMillis(50), leases, meters, sync(Duration.ZERO))) {
      loop.start();
      await().during(Duration.ofSeconds(1)).until(() -> !loop.held() && !exists());

      leases.release(held);

      await().until(this::exists);
    }
    assertThat(audited()).isEmpty();
  }

  @Test
  void whatIsEditedBeforeAnOutageIsAuditedAndHealedAfterIt() {
    synced();
    handle().pause("quiet, please");
    temporal.stop();
    try {
      assertThatThrownBy(() -> sync.run(HOLD)).isInstanceOf(RuntimeException.class);
      assertThat(audited()).isEmpty();
      assertThat(scheduledVersion()).isEqualTo(1);
    } finally {
      temporal.start();
    }

    await().ignoreExceptions().untilAsserted(() -> sync.run(HOLD));

    assertThat(state(described()).isPaused()).isFalse();
    assertThat(edits()).containsExactly("[\"paused\"]");
  }

  @Test
  void anEncryptedScheduleIsReadAndOneThatCannotBeReadIsLeftAlone(@TempDir Path directory)
      throws IOException {
    var kms = FileKms.createIfMissing(directory.resolve("kms.json"));
    var encrypting = encrypting(kms);
    add();
    encrypting.run(HOLD);
    encrypting.run(HOLD);
    assertThat(scheduledVersion()).isEqualTo(1);
    assertThat(audited()).isEmpty();
    handle().pause("quiet, please");

    encrypting(new KmsThatIsAway()).run(HOLD);
    assertThat(scheduledVersion()).isEqualTo(1);
    assertThat(audited()).isEmpty();
    encrypting.run(HOLD);

    assertThat(scheduledVersion()).isEqualTo(1);
    assertThat(edits()).containsExactly("[\"paused\"]");
  }

  private static final class KmsThatIsAway implements Kms {
    @Override
    public String keyId() {
      throw new KmsUnavailableException("is away", null);
    }

    @Override
    public byte[] wrap(byte[] key, byte[] associatedData) {
      throw new KmsUnavailableException("is away", null);
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] associatedData) {
      throw new KmsUnavailableException("is away", null);
    }
  }

  /** With payloads as in production. */
  private ScheduleSync encrypting(Kms kms) {
    var encoded =
        ScheduleClient.newInstance(
            client.getWorkflowServiceStubs(),
            ScheduleClientOptions.newBuilder()
                .setDataConverter(
                    Payloads.converter(new TenantPayloadCodec(new TenantKeys(worker, kms), kms)))
                .build());
    return new ScheduleSync(
        List.of(new FolderSchedules(system, worker)), worker, encoded, meters, Duration.ZERO);
  }

  /** May go on for so many steps; then another process has taken over. */
  private static final class HoldFor implements LeasedLoop.Hold {
    private int steps;

    HoldFor(int steps) {
      this.steps = steps;
    }

    @Override
    public long fencing() {
      return 1;
    }

    @Override
    public void keep() {
      if (steps-- == 0) {
        throw new LeaseLostException("schedule-sync");
      }
    }
  }

  private ScheduleSync sync(Duration betweenLooks) {
    return new ScheduleSync(
        List.of(new FolderSchedules(system, worker)), worker, schedules, meters, betweenLooks);
  }

  private void synced() {
    add();
    sync.run(HOLD);
  }

  private void add() {
    new Tenancy(database.api())
        .change(
            tenant,
            db ->
                db.insertInto(IMPORT_FOLDERS)
                    .set(IMPORT_FOLDERS.TENANT_ID, tenant)
                    .set(IMPORT_FOLDERS.FOLDER_ID, folder)
                    .set(IMPORT_FOLDERS.NAME, "partner")
                    .set(IMPORT_FOLDERS.KIND, "sessions")
                    .set(IMPORT_FOLDERS.OPTIONS, JSONB.jsonb("{}"))
                    .set(IMPORT_FOLDERS.ENABLED, true)
                    .set(IMPORT_FOLDERS.INTERVAL_SECONDS, 300)
                    .set(IMPORT_FOLDERS.CREATED_BY, "somebody")
                    .execute());
  }

  private void change(int seconds, boolean enabled) {
    change(Map.of(IMPORT_FOLDERS.INTERVAL_SECONDS, seconds, IMPORT_FOLDERS.ENABLED, enabled));
  }

  private void deleteRow() {
    change(Map.of(IMPORT_FOLDERS.DELETED, true));
  }

  /** As the API changes a row. */
  private void change(Map<?, ?> fields) {
    new Tenancy(database.api())
        .change(
            tenant,
            db ->
                db.update(IMPORT_FOLDERS)
                    .set(fields)
                    .set(IMPORT_FOLDERS.VERSION, IMPORT_FOLDERS.VERSION.plus(1))
                    .where(IMPORT_FOLDERS.FOLDER_ID.eq(folder))
                    .execute());
  }

  private void noteVersion(int version) {
    worker.change(
        tenant,
        db ->
            db.update(IMPORT_FOLDERS)
                .set(IMPORT_FOLDERS.SCHEDULED_VERSION, version)
                .where(IMPORT_FOLDERS.FOLDER_ID.eq(folder))
                .execute());
  }

  private int scheduledVersion() {
    return worker.read(
        tenant,
        db ->
            db.fetchSingle(IMPORT_FOLDERS, IMPORT_FOLDERS.FOLDER_ID.eq(folder))
                .getScheduledVersion());
  }

  private String scheduleId() {
    return FolderNames.scheduleId(new TenantId(tenant), folder);
  }

  private ScheduleHandle handle() {
    return schedules.getHandle(scheduleId());
  }

  private Schedule described() {
    return handle().describe().getSchedule();
  }

  private boolean exists() {
    try {
      handle().describe();
      return true;
    } catch (ScheduleException e) {
      return false;
    }
  }

  private void edit(UnaryOperator<Schedule.Builder> change) {
    handle()
        .update(before ->
            new ScheduleUpdate(
                change.apply(Schedule.newBuilder(before.getDescription().getSchedule())).build()));
  }

  private static Arguments edit(String what, UnaryOperator<Schedule.Builder> change) {
    return Arguments.of(what, change);
  }

  private static Schedule.Builder options(
      Schedule.Builder schedule, UnaryOperator<WorkflowOptions.Builder> change) {
    var before = (ScheduleActionStartWorkflow) schedule.build().getAction();
    return schedule.setAction(
        action(schedule)
            .setOptions(change.apply(WorkflowOptions.newBuilder(before.getOptions())).build())
            .build());
  }

  private static ScheduleActionStartWorkflow.Builder action(Schedule.Builder schedule) {
    return ScheduleActionStartWorkflow.newBuilder(
        (ScheduleActionStartWorkflow) schedule.build().getAction());
  }

  private static Duration interval(Schedule schedule) {
    return schedule.getSpec().getIntervals().getFirst().getEvery();
  }

  private static ScheduleState state(Schedule schedule) {
    return requireNonNull(schedule.getState());
  }

  private List<String> edits() {
    return audited().stream().map(entry -> entry.replaceAll(".*(\\[.*]).*", "$1")).toList();
  }

  private List<String> audited() {
    return worker.read(
        tenant,
        db ->
            db.selectFrom(AUDIT_ENTRIES)
                .fetch(row -> {
                  assertThat(row.getAction()).isEqualTo("operations.unverified-schedule-edit");
                  var details = parsed(row.getDetails().data());
                  return String.join(
                      " ",
                      row.getActor(),
                      row.getActorRole(),
                      row.getResourceType(),
                      row.getResourceId(),
                      details.path("edits").toString(),
                      details.path("row").asText());
                }));
  }

  private static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
