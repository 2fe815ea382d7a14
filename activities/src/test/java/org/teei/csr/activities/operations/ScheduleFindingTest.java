package org.teei.csr.activities.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowClient;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.teei.csr.activities.shared.ScheduledRows.Timing;
import org.teei.csr.activities.shared.ScheduledRows.Wanted;
import org.teei.csr.activities.shared.TemporalServer;
import org.teei.csr.engines.impactin.Rhythm;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.workflows.impactin.schedules.ScheduleNames;
import org.teei.csr.workflows.impactin.schedules.ScheduleRef;
import org.teei.csr.workflows.shared.TenantId;

/** What a real server gives back of a Schedule that nobody has touched. */
class ScheduleFindingTest {
  private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");

  private static TemporalServer temporal;
  private static WorkflowClient client;
  private static ScheduleClient schedules;

  @BeforeAll
  static void start() {
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
  static void stop() {
    client.getWorkflowServiceStubs().shutdownNow();
    temporal.close();
  }

  @ParameterizedTest
  @MethodSource("rhythms")
  void nobodyIsBlamedForWhatTheServerWritesOtherwise(Rhythm rhythm) {
    TenantId tenant = new TenantId("t-finding");
    var id = Ids.next();
    Wanted wanted =
        new Wanted(
            tenant.value(),
            id,
            1,
            1,
            ScheduleNames.scheduleId(tenant, id),
            ScheduleNames.FIRING_TYPE,
            ScheduleNames.TASK_QUEUE,
            ScheduleNames.SUMMARY,
            new ScheduleRef(tenant, id),
            ScheduleNames.PRIORITY,
            new Timing.At(
                rhythm,
                Duration.ofSeconds(60),
                Duration.ofHours(6),
                false,
                Instant.parse("2999-01-01T00:00:00Z")),
            false,
            false);

    var handle =
        schedules.createSchedule(
            wanted.scheduleId(), WantedSchedule.of(wanted), ScheduleOptions.newBuilder().build());

    assertThat(ScheduleFinding.of(wanted, handle.describe().getSchedule()))
        .isInstanceOf(ScheduleFinding.AsWritten.class);
  }

  static Stream<Rhythm> rhythms() {
    return Stream.of(
        Rhythm.weekly(7, LocalTime.of(0, 0), OSLO),
        Rhythm.monthly(1, LocalTime.of(8, 0), OSLO),
        Rhythm.monthly(31, LocalTime.of(2, 30), OSLO),
        Rhythm.quarterly(30, LocalTime.of(23, 59), OSLO),
        Rhythm.custom("*/15 8-17/3 * * 1-5", OSLO),
        Rhythm.custom("5,35 0 10/7 * *", OSLO));
  }
}
