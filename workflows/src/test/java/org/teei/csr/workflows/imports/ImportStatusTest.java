package org.teei.csr.workflows.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ImportStatusTest {

  @Test
  void endsFiveWays() {
    assertThat(Arrays.stream(ImportStatus.values()).filter(ImportStatus::ended))
        .containsExactly(
            ImportStatus.COMPLETED,
            ImportStatus.FAILED,
            ImportStatus.CANCELLED,
            ImportStatus.EXPIRED,
            ImportStatus.UNDONE);
  }

  @Test
  void isSpeltInLowerCase() {
    assertThat(ImportStatus.AWAITING_APPROVAL.spelling()).isEqualTo("awaiting_approval");
  }
}
