package org.teei.csr.workflows.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teei.csr.workflows.shared.TenantId;

class ImportSentencesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          QUEUED            | Waiting to begin.
          STAGING           | Reading the file: each row is read once and kept aside.
          VALIDATING        | Checking 12,345 rows: rows with errors are set apart.
          AWAITING_APPROVAL | Waiting for approval.
          MERGING           | Writing the sound rows.
          SCREENING         | Screening free text.
          CORRECTING        | Taking in corrections.
          UNDOING           | Taking back what was written.
          PAUSED            | Paused. Nothing happens until it is resumed.
          PARKED            | Waits for a decision.
          COMPLETED         | Done.
          FAILED            | Ended without success.
          CANCELLED         | Cancelled. What was written by then stays.
          EXPIRED           | Ended because no decision was made in time. An import can be restarted, a correction sent again.
          UNDONE            | Taken back.
          """)
  void saysWhereAnImportStands(ImportStatus status, String sentence) {
    assertThat(ImportSentences.details(status, 0, ImportCounts.NONE.withRead(12_345)))
        .isEqualTo(sentence);
  }

  @Test
  void coversEachStatus() {
    assertThat(
            Arrays.stream(ImportStatus.values())
                .map(status -> ImportSentences.details(status, 0, ImportCounts.NONE)))
        .doesNotHaveDuplicates()
        .allMatch(sentence -> sentence.endsWith("."));
  }

  @Test
  void showsTheLedgerOnceThereIsOne() {
    assertThat(ImportSentences.details(ImportStatus.FAILED, 0, new ImportCounts(1, 0, 0, 0, 0, 1)))
        .isEqualTo(
            "Ended without success.\n\n1 row read: 0 accepted (0 of them changed what was there), 0"
                + " rejected, 0 were there already, 1 not processed.");
  }

  @Test
  void writesNumbersForPeople() {
    ImportRef ref = new ImportRef(new TenantId("synthetic"), UUID.randomUUID());

    assertThat(ImportSentences.merge(new MergeRange(ref, 190_001, 200_000), 1_000_000))
        .isEqualTo("Writing rows 190,001 to 200,000 of 1,000,000");
    assertThat(ImportSentences.validate(1)).isEqualTo("Checking 1 row");
  }
}
