package org.teei.csr.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
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
    assertThat(longerThan(LONGEST_WORKFLOW - 1).filter(file -> file.contains("WorkflowImpl.java")))
        .isEmpty();
  }

  /** Longer files hold a second thing that wants a name. */
  @Test
  void filesAreShort() {
    assertThat(longerThan(LONGEST_FILE).filter(file -> !LONGER_FOR_A_REASON.containsKey(file)))
        .isEmpty();
  }

  private static Stream<String> longerThan(int lines) {
    return Checkout.sources().stream()
        .filter(file -> Checkout.text(file).lines().count() > lines)
        .map(Checkout::relative);
  }
}
