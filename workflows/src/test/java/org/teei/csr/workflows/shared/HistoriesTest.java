package org.teei.csr.workflows.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.history.v1.HistoryEvent;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HistoriesTest {
  private static final Pattern BUILD = Pattern.compile("[0-9a-f]{12}-[0-9.]+");

  @Test
  void eachDeclaredPathHasAHistoryAndNoHistoryIsLeftOver() throws IOException, URISyntaxException {
    URI root = HistoriesTest.class.getResource("/histories").toURI();
    Path folder = Path.of(root);
    Set<String> recorded;
    try (Stream<Path> files = Files.walk(folder)) {
      recorded =
          files
              .filter(Files::isRegularFile)
              .map(file -> folder.getParent().relativize(file).toString())
              .collect(Collectors.toSet());
    }

    assertThat(recorded)
        .isEqualTo(
            RecordHistories.scenarios().stream()
                .map(scenario -> scenario.file().toString())
                .collect(Collectors.toSet()));
  }

  @Test
  void eachWorkflowHasItsPaths() throws IOException, URISyntaxException {
    Path classes =
        Path.of(Attributes.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Set<String> types;
    try (Stream<Path> files = Files.walk(classes)) {
      types =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith("WorkflowImpl.class"))
              .map(name -> name.replace("Impl.class", ""))
              .collect(Collectors.toSet());
    }

    assertThat(types)
        .isNotEmpty()
        .isEqualTo(
            RecordHistories.scenarios().stream()
                .map(Scenario::workflowType)
                .collect(Collectors.toSet()));
  }

  @Test
  void eachHistoryNamesTheBuildThatRecordedIt() {
    assertThat(RecordHistories.scenarios())
        .allSatisfy(path ->
            assertThat(ReplayTest.history(path).getEvents())
                .filteredOn(HistoryEvent::hasWorkflowTaskCompletedEventAttributes)
                .isNotEmpty()
                .allMatch(step ->
                    BUILD
                        .matcher(
                            step.getWorkflowTaskCompletedEventAttributes()
                                .getWorkerVersion()
                                .getBuildId())
                        .matches()));
  }

  @Test
  void noHistoryNamesAMachine() {
    assertThat(RecordHistories.scenarios())
        .allSatisfy(path -> assertThat(ReplayTest.history(path).toJson(false)).doesNotContain("@"));
  }
}
