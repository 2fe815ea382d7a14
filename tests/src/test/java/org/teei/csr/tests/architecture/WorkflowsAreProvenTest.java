package org.teei.csr.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A workflow without a test is a promise, and one without a recorded history cannot be changed. */
class WorkflowsAreProvenTest {
  private static final Path TESTS = Module.WORKFLOWS.folder().resolve("src/test");

  /** Its order of steps, its waits and its refusals, with skipped time. */
  @ParameterizedTest
  @MethodSource("workflows")
  void hasATest(String workflow) {
    assertThat(testFiles()).contains(workflow + "Test.java");
  }

  /** Today's code follows the runs of yesterday. */
  @ParameterizedTest
  @MethodSource("workflows")
  void hasAReplayTest(String workflow) {
    assertThat(testFiles()).contains(workflow + "ReplayTest.java");
  }

  /** Runs that were recorded on a real server. */
  @ParameterizedTest
  @MethodSource("workflows")
  void hasRecordedHistories(String workflow) {
    assertThat(Checkout.files(TESTS.resolve("resources/histories").resolve(workflow), ".json"))
        .isNotEmpty();
  }

  static Stream<String> workflows() {
    return NamesTest.workflows().map(JavaClass::getSimpleName);
  }

  private static List<String> testFiles() {
    return Checkout.files(TESTS.resolve("java"), ".java").stream()
        .map(file -> file.getFileName().toString())
        .toList();
  }
}
