package org.teei.csr.workflows.imports;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UndoSentencesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          QUEUED    | Waiting to begin.
          UNDOING   | Taking back what the import wrote, the last rows first.
          PAUSED    | Paused. Nothing happens until it is resumed.
          PARKED    | Waits for a decision.
          UNDONE    | Taken back.
          CANCELLED | Cancelled. What was taken back by then stays so.
          FAILED    | Ended before all rows were taken back. It can be asked for again.
          """)
  void saysWhereItStands(ImportStatus status, String sentence) {
    assertThat(UndoSentences.details(status, new UndoCounts(12, 0, 0, 0))).isEqualTo(sentence);
  }

  @Test
  void countsForPeople() {
    assertThat(UndoSentences.details(ImportStatus.UNDOING, new UndoCounts(12_000, 4_000, 900, 100)))
        .endsWith(
            "\n\n5,000 of 12,000 accepted rows decided: 4,000 taken back, 900 kept because something"
                + " else changed or uses them, 100 could not be taken back.");
  }
}
