package org.teei.csr.activities.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PortionsTest {
  private final Portions portions = new Portions(2);

  @Test
  void allHaveTheirTurnAndThenTheFirstAgain() {
    List<String> all = List.of("a", "b", "c", "d", "e");

    assertThat(portions.next(all)).containsExactly("a", "b");
    assertThat(portions.next(all)).containsExactly("c", "d");
    assertThat(portions.next(all)).containsExactly("e");
    assertThat(portions.next(all)).containsExactly("a", "b");
  }

  @Test
  void aFewAreLookedAtEachTime() {
    assertThat(portions.next(List.of("a"))).containsExactly("a");
    assertThat(portions.next(List.of("a"))).containsExactly("a");
  }

  @Test
  void aListThatGotShorterIsBegunAnew() {
    assertThat(portions.next(List.of("a", "b", "c"))).hasSize(2);

    assertThat(portions.next(List.of("a"))).containsExactly("a");
    assertThat(portions.next(List.of())).isEmpty();
    assertThat(portions.next(List.of("b"))).containsExactly("b");
  }
}
