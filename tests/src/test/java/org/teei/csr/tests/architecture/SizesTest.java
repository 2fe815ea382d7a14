package org.teei.csr.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A thing that grows past its measure is two things. */
class SizesTest {
  private static final int LONGEST_WORKFLOW = 250;
  private static final int LONGEST_FILE = 400;

  /** Files that may be longer, by path, each with the reason. */
  private static final Map<String, String> LONGER_FOR_A_REASON = Map.of();

  /** Past this a step belongs into a child workflow or a plain class of decisions. */
  @Test
  void workflowImplementationsFitOnAFewPages() {
    assertThat(Checkout.sources())
        .filteredOn(file -> file.toString().endsWith("WorkflowImpl.java"))
        .allSatisfy(file ->
            assertThat(lines(file)).as(Checkout.relative(file)).isLessThan(LONGEST_WORKFLOW));
  }

  /** Longer files hold a second thing that wants a name. */
  @Test
  void filesAreShort() {
    assertThat(Checkout.sources())
        .isNotEmpty()
        .filteredOn(file -> !LONGER_FOR_A_REASON.containsKey(Checkout.relative(file)))
        .allSatisfy(file ->
            assertThat(lines(file)).as(Checkout.relative(file)).isLessThanOrEqualTo(LONGEST_FILE));
  }

  private static long lines(Path file) {
    return Checkout.text(file).lines().count();
  }
}
