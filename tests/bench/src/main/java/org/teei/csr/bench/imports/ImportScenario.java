package org.teei.csr.bench.imports;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.teei.csr.bench.chaos.Scenario;
import org.teei.csr.bench.shared.LocalStack;

/**
 * Imports of sessions into a company of their own each: looked at and approved, with corrections,
 * and taken back in the end.
 */
public final class ImportScenario implements Scenario {
  private final int rows;

  /**
   * @param rows of each file
   */
  public ImportScenario(int rows) {
    this.rows = rows;
  }

  @Override
  public List<String> stages() {
    return Seen.STAGES;
  }

  @Override
  public List<String> tables() {
    return List.of(
        "sessions", "texts", "profiles", "import_staging", "import_rows", "import_undo_images");
  }

  @Override
  public Round begin(LocalStack stack, int number, Random random) throws IOException, SQLException {
    ImportRound round = new ImportRound(stack, ChaosFiles.of(rows, random.nextLong()));
    round.begin();
    return round;
  }
}
