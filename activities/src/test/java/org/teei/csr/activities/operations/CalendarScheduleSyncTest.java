package org.teei.csr.activities.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;
import static org.teei.csr.schema.jooq.Tables.SCHEDULED_DELIVERIES;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.client.WorkflowClient;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.activities.impactin.schedules.DeliverySchedules;
import org.teei.csr.activities.shared.FakeHold;
import org.teei.csr.activities.shared.TemporalServer;
import org.teei.csr.schema.jooq.tables.records.ScheduledDeliveriesRecord;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.impactin.schedules.ScheduleNames;
import org.teei.csr.workflows.shared.TenantId;

/** Schedules with times of a calendar: what the server makes of them is no edit. */
class CalendarScheduleSyncTest {
  private static TemporalServer temporal;
  private static WorkflowClient client;
  private static ScheduleClient schedules;

  private final Database database = Database.create();
  private final Tenancy worker = new Tenancy(database.worker());
  private final String tenant = database.freshTenant();
  private final ScheduleSync sync =
      new ScheduleSync(
          List.of(new DeliverySchedules(new SystemView(database.system()), worker)),
          worker,
          schedules,
          new SimpleMeterRegistry(),
          Duration.ZERO);

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

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 29, 30, 31})
  void oneOfMonthsIsLeftAloneAfterwards(int day) {
    assertLeftAlone(row -> row.setRunDay(day));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 30})
  void oneOfQuartersIsLeftAloneAfterwards(int day) {
    assertLeftAlone(row -> {
      row.setFrequency("quarterly");
      row.setPeriodUnit("quarter");
      row.setRunDay(day);
      row.setRunTime(LocalTime.of(23, 59));
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7})
  void oneOfWeeksIsLeftAloneAfterwards(int day) {
    assertLeftAlone(row -> {
      row.setFrequency("weekly");
      row.setPeriodUnit("week");
      row.setRunDay(day);
    });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "* * * * *",
        "0 0 * * *",
        "*/15 9-17 * * 1-5",
        "*/15 8-17/3 * * 1-5",
        "5,35 0 10/7 * *",
        "5,35 8 1,15 1-6 *",
        "0 0 * * 0,7",
        "3/20 * * * *"
      })
  void oneOfAnExpressionIsLeftAloneAfterwards(String cron) {
    assertLeftAlone(row -> {
      row.setFrequency("custom");
      row.setRunDay(null);
      row.setRunTime(null);
      row.setCron(cron);
    });
  }

  @Test
  void oneThatEndsAndWaitsIsLeftAloneAfterwards() {
    assertLeftAlone(row -> {
      row.setEndsAt(Instant.parse("2030-01-01T00:00:00.123456Z"));
      row.setJitterSeconds(0);
      row.setOverlap("buffer_one");
      row.setPaused(true);
    });
  }

  private void assertLeftAlone(Consumer<ScheduledDeliveriesRecord> change) {
    UUID id = added(change);
    sync.run(new FakeHold(1));

    sync.run(new FakeHold(1));

    assertThat(worker.<Integer>read(tenant, db -> db.fetchCount(AUDIT_ENTRIES))).isZero();
    var handle = schedules.getHandle(ScheduleNames.scheduleId(new TenantId(tenant), id));
    assertThat(handle.describe().getInfo().getLastUpdatedAt()).isNull();
  }

  private UUID added(Consumer<ScheduledDeliveriesRecord> change) {
    UUID id = Ids.next();
    new Tenancy(database.api())
        .change(
            tenant,
            db -> {
              ScheduledDeliveriesRecord row = db.newRecord(SCHEDULED_DELIVERIES);
              row.setTenantId(tenant);
              row.setScheduleId(id);
              row.setPlatform("benevity");
              row.setFrequency("monthly");
              row.setRunDay(1);
              row.setRunTime(LocalTime.of(8, 0));
              row.setPeriodUnit("month");
              row.setTimeZone("Europe/Oslo");
              row.setOverlap("skip");
              row.setCatchUpSeconds(21_600);
              row.setJitterSeconds(60);
              row.setApproval("never");
              row.setPaused(false);
              row.setCreatedBy("somebody");
              change.accept(row);
              row.insert();
            });
    return id;
  }
}
