package org.teei.csr.workflows.shared;

import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TemporalDevServerOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.teei.csr.workflows.identity.IdentityScenarios;
import org.teei.csr.workflows.impactin.deliveries.DeliveryScenarios;
import org.teei.csr.workflows.impactin.schedules.ScheduleScenarios;
import org.teei.csr.workflows.imports.ImportScenarios;
import org.teei.csr.workflows.imports.UndoScenarios;
import org.teei.csr.workflows.imports.folders.FolderScenarios;
import org.teei.csr.workflows.imports.groups.GroupScenarios;
import org.teei.csr.workflows.imports.notices.NoticeScenarios;
import org.teei.csr.workflows.metrics.MetricScenarios;
import org.teei.csr.workflows.operations.OperationsScenarios;
import org.teei.csr.workflows.privacy.PrivacyScenarios;

/**
 * Records the histories that the replay tests need, with synthetic ids, on a real Temporal
 * development server, and notes the build in them. {@code ./csr record-histories} runs it from the
 * module's folder with {@code -Dtemporal.binary=<path>} and {@code -Dpaths=<part of a name>}.
 */
public final class RecordHistories {

  private static final Path RESOURCES = Path.of("src", "test", "resources");

  /** Small enough to be reached by one scenario and by no other. */
  private static final String SUGGEST_CONTINUE_AS_NEW =
      "limit.historyCount.suggestContinueAsNew=200";

  private static final Map<String, String> TYPES =
      Map.of("KEYWORD", "Keyword", "DATETIME", "Datetime", "BOOL", "Bool");

  private RecordHistories() {}

  public static List<Scenario> scenarios() {
    return Stream.of(
            ImportScenarios.all(),
            UndoScenarios.all(),
            NoticeScenarios.all(),
            GroupScenarios.all(),
            FolderScenarios.all(),
            MetricScenarios.all(),
            DeliveryScenarios.all(),
            ScheduleScenarios.all(),
            OperationsScenarios.all(),
            PrivacyScenarios.all(),
            IdentityScenarios.all())
        .flatMap(List::stream)
        .toList();
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    String wanted = System.getProperty("paths", "");
    try (TestWorkflowEnvironment real =
        TestWorkflowEnvironment.startLocal(options().build(), server())) {
      for (Scenario scenario : scenarios()) {
        if (scenario.isKept() || !scenario.toString().contains(wanted)) {
          continue;
        }
        if (scenario.skipsTime()) {
          try (TestWorkflowEnvironment memory = memory()) {
            record(scenario, memory);
          }
        } else {
          record(scenario, real);
        }
        System.out.println(scenario);
      }
    }
    System.exit(0);
  }

  private static void record(Scenario scenario, TestWorkflowEnvironment server)
      throws IOException, InterruptedException {
    try (Theatre theatre = new Theatre(server, scenario.path())) {
      var execution = scenario.play().in(theatre);
      var history =
          server.getWorkflowClient().fetchHistory(execution.getWorkflowId(), execution.getRunId());
      Path file = RESOURCES.resolve(scenario.file());
      Files.createDirectories(file.getParent());
      Files.writeString(file, naming(build(), history).toJson(true) + "\n");
    }
  }

  /** The same history, its steps taken by the build. The server in memory does not note it. */
  private static WorkflowExecutionHistory naming(String build, WorkflowExecutionHistory history) {
    var named = history.getHistory().toBuilder();
    named.getEventsBuilderList().stream()
        .filter(HistoryEvent.Builder::hasWorkflowTaskCompletedEventAttributes)
        .forEach(event ->
            event
                .getWorkflowTaskCompletedEventAttributesBuilder()
                .getWorkerVersionBuilder()
                .setBuildId(build));
    return new WorkflowExecutionHistory(named.build());
  }

  private static String build() throws IOException {
    try (InputStream written =
        RecordHistories.class.getResourceAsStream("/META-INF/csr-workflows-build")) {
      return new String(written.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  private static TestEnvironmentOptions.Builder options() {
    return TestEnvironmentOptions.newBuilder()
        .setWorkflowClientOptions(
            WorkflowClientOptions.newBuilder().setIdentity("recorder").build());
  }

  private static TestWorkflowEnvironment memory() {
    TestEnvironmentOptions.Builder options = options();
    Attributes.ALL.forEach(
        key -> options.registerSearchAttribute(key.getName(), key.getValueType()));
    return TestWorkflowEnvironment.newInstance(options.build());
  }

  private static TemporalDevServerOptions server() {
    Stream<String> attributes =
        Attributes.ALL.stream().flatMap(key -> Stream.of("--search-attribute", declared(key)));
    Stream<String> limit = Stream.of("--dynamic-config-value", SUGGEST_CONTINUE_AS_NEW);
    return TemporalDevServerOptions.newBuilder()
        .setExistingPath(System.getProperty("temporal.binary"))
        .setDownloadEnabled(false)
        .setUiEnabled(false)
        .setExtraArgs(Stream.concat(attributes, limit).toList())
        .build();
  }

  private static String declared(SearchAttributeKey<?> key) {
    String type = key.getValueType().name().replace("INDEXED_VALUE_TYPE_", "");
    return key.getName() + "=" + TYPES.get(type);
  }
}
