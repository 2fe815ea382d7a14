package org.teei.csr.workers.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.activities.shared.NatsServer;
import org.teei.csr.activities.shared.TemporalServer;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.workflows.operations.OperationsNames;
import org.teei.csr.workflows.operations.Parked;
import org.teei.csr.workflows.shared.ParkedAction;
import org.teei.csr.workflows.shared.ResolveCommand;

/** Three builds one after the other, as {@code ./csr up} starts them after rebuilds. */
class VersionsTest {
  private static final int ROWS = 5;
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final TemporalServer temporal = TemporalServer.stopped();
  private final NatsServer nats = NatsServer.stopped();
  private final Database database = Database.create();

  @AfterEach
  void stop() {
    nats.close();
    temporal.close();
    database.close();
  }

  @Test
  void aParkedImportEndsWithTheBuildThatBeganItWhileTwoMoreTakeOver() throws Exception {
    temporal.start();
    nats.start();
    Upload parked;
    try (var first = start("first", Versioning.CURRENT)) {
      awaitReady(first);
      Storage storage = losing(first.bean(Storage.class));
      parked = Upload.of(database, storage, database.freshTenant(), ROWS);
      awaitStatus(parked, "parked");
      try (var second = start("second", Versioning.CURRENT)) {
        awaitReady(second);
        var taken = Upload.of(database, second.bean(Storage.class), database.freshTenant(), ROWS);
        awaitStatus(taken, "completed");
        assertThat(builds(second, taken)).containsExactly("second");
      }
    }
    try (var third = start("third", Versioning.CURRENT);
        var secondAgain = start("second", Versioning.OUTGOING);
        var firstAgain = start("first", Versioning.OUTGOING)) {
      awaitReady(third);
      await("nothing keeps the second build").atMost(SOON).until(secondAgain::ended);
      assertThat(parked.job().getStatus()).isEqualTo("parked");
      assertThat(firstAgain.ended()).isFalse();

      parked.restore(third.bean(Storage.class), ROWS);
      resolve(third, parked);

      awaitStatus(parked, "completed");
      assertThat(builds(third, parked)).containsExactly("first");
      await("nothing keeps the first build").atMost(SOON).until(firstAgain::ended);
      assertThat(third.ended()).isFalse();
    }
  }

  private Workers start(String build, Versioning versioning) {
    Map<String, String> variables =
        Workers.environment(database, temporal.target(), nats.url(), folder);
    variables.put("CSR_TEMPORAL_VERSIONING", versioning.name().toLowerCase(Locale.ROOT));
    variables.put("CSR_TEMPORAL_BUILD_ID", build);
    return Workers.start(variables);
  }

  /** Stores files and loses them at once. */
  private static Storage losing(Storage storage) {
    return (Storage)
        Proxy.newProxyInstance(
            VersionsTest.class.getClassLoader(),
            new Class<?>[] {Storage.class},
            (_, method, arguments) -> {
              Object stored = method.invoke(storage, arguments);
              storage.delete((String) arguments[0], (String) arguments[1]);
              return stored;
            });
  }

  /** The builds that took the steps of the run. */
  private static Set<String> builds(Workers workers, Upload upload) {
    List<HistoryEvent> events =
        workers.bean(WorkflowClient.class).fetchHistory(upload.workflowId()).getEvents();
    return events.stream()
        .filter(HistoryEvent::hasWorkflowTaskCompletedEventAttributes)
        .map(event -> event.getWorkflowTaskCompletedEventAttributes())
        .map(task -> task.getDeploymentVersion().getBuildId())
        .collect(Collectors.toSet());
  }

  private static void resolve(Workers workers, Upload upload) {
    WorkflowStub run =
        workers.bean(WorkflowClient.class).newUntypedWorkflowStub(upload.workflowId());
    Parked parked = run.query(OperationsNames.PARKED, Parked.class);
    run.update(
        OperationsNames.RESOLVE,
        Void.class,
        new ResolveCommand(null, ParkedAction.RETRY, parked.sequence()));
  }

  private static void awaitReady(Workers workers) {
    await().atMost(SOON).until(() -> workers.status("/health/readiness") == 200);
  }

  private static void awaitStatus(Upload upload, String status) {
    await().atMost(SOON).until(() -> upload.job().getStatus().equals(status));
  }
}
