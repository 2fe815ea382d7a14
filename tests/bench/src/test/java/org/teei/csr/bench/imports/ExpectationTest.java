package org.teei.csr.bench.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.teei.csr.bench.imports.Expectation.Event;
import org.teei.csr.bench.imports.Expectation.Outcome;

class ExpectationTest {
  private static final List<String> ROW =
      List.of(
          "S-1",
          "One@Example.org",
          "two@example.org",
          "2025-01-01T10:00:00Z",
          "2025-01-01T11:00:00Z",
          "60",
          "4",
          "Good, \"really\"\nso",
          "b1",
          "health, travel",
          "");

  private final Expectation expectation = new Expectation();

  private static List<String> with(int cell, String value) {
    List<String> cells = new ArrayList<>(ROW);
    cells.set(cell, value);
    return cells;
  }

  @Test
  void ofRowsWithOneIdTheLastSoundOneCounts() {
    assertThat(expectation.land(List.of(ROW, with(5, "45"), with(5, "481"))))
        .containsExactly(Outcome.DUPLICATE, Outcome.CREATED, Outcome.REJECTED);
    assertThat(expectation.standing().get("S-1").minutes()).isEqualTo(45);
    assertThat(expectation.people())
        .containsExactlyInAnyOrder("one@example.org", "two@example.org");
  }

  @Test
  void whatIsTheSameSetsNothingOffAndWhatIsRatedAnewSetsOffTwoEvents() {
    expectation.land(List.of(ROW));

    assertThat(expectation.land(List.of(ROW))).containsExactly(Outcome.DUPLICATE);
    assertThat(expectation.land(List.of(with(5, "45")))).containsExactly(Outcome.UPDATED);
    assertThat(expectation.land(List.of(with(6, "5")))).containsExactly(Outcome.UPDATED);
    assertThat(expectation.events())
        .containsOnly(
            Map.entry(new Event("kintell.session.completed", "S-1"), 3),
            Map.entry(new Event("kintell.rating.created", "S-1"), 2));
  }

  @Test
  void whatIsTakenBackStandsAsBefore() {
    expectation.land(List.of(ROW));
    Map<String, SentSession> before = Map.copyOf(expectation.standing());
    expectation.land(List.of(with(5, "45"), with(0, "S-2")));

    expectation.takeBack(before);

    assertThat(expectation.standing()).isEqualTo(before);
    assertThat(expectation.events())
        .containsEntry(new Event("imports.row.reversed", "S-1"), 1)
        .containsEntry(new Event("imports.row.reversed", "S-2"), 1)
        .containsEntry(new Event("kintell.session.completed", "S-1"), 3)
        .containsEntry(new Event("kintell.session.completed", "S-2"), 1);
  }

  @Test
  void correctedRowsAreSoundAndTextOutlivesWritingAndReading() throws IOException {
    ChaosFiles files = ChaosFiles.of(2_000, new Random().nextLong());
    List<Outcome> outcomes = expectation.land(files.second());

    Map<Integer, List<String>> corrected = files.corrected(outcomes);

    assertThat(corrected.values()).isNotEmpty().allMatch(row -> SentSession.of(row).isPresent());
    assertThat(corrected.keySet())
        .allMatch(number -> outcomes.get(number - 1) == Outcome.REJECTED)
        .hasSizeLessThan((int) outcomes.stream().filter(Outcome.REJECTED::equals).count());
    List<List<String>> read = CsvText.read(files.secondBytes());
    assertThat(read.subList(1, read.size())).isEqualTo(files.second());
  }
}
