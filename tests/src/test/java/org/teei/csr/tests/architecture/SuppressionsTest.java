package org.teei.csr.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A warning may be silenced, but not without a word. */
class SuppressionsTest {

  /** The line above says why the warning is wrong here. */
  @Test
  void suppressedWarningsHaveAReasonAbove() {
    assertThat(Checkout.allSources().stream().flatMap(SuppressionsTest::withoutReason)).isEmpty();
  }

  private static Stream<String> withoutReason(Path file) {
    List<String> lines = Checkout.text(file).lines().map(String::strip).toList();
    return IntStream.range(0, lines.size())
        .filter(i -> lines.get(i).startsWith("@SuppressWarnings("))
        .filter(i -> i == 0 || !isComment(lines.get(i - 1)))
        .mapToObj(i -> Checkout.relative(file) + ":" + (i + 1));
  }

  private static boolean isComment(String line) {
    return line.startsWith("//") || line.endsWith("*/");
  }
}
