package org.teei.csr.bench.imports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.teei.csr.bench.imports.Expectation.Outcome;
import org.teei.csr.deploy.imports.SampleSessions;

/**
 * The files of a round. The first one brings a tenth of the sessions of the second, half of them
 * with other figures, so that the second finds sessions that are new, changed and the same.
 *
 * @param first rows without header
 * @param second rows without header
 */
record ChaosFiles(List<List<String>> first, List<List<String>> second) {
  private static final int SHARE = 10;

  static ChaosFiles of(int rows, long seed) throws IOException {
    var bytes = new ByteArrayOutputStream();
    SampleSessions.write(
        bytes,
        new SampleSessions.Options(
            rows, Math.floorMod(seed, 1L << 40), 0.02, 0.01, Math.max(10, rows / 50)));
    List<List<String>> second = CsvText.read(bytes.toByteArray());
    if (!second.getFirst().equals(SentSession.HEADER)) {
      throw new IllegalStateException("The samples have other columns: " + second.getFirst());
    }
    second = second.subList(1, second.size());
    List<List<String>> first = new ArrayList<>();
    for (int i = 0; i < Math.max(1, rows / SHARE); i++) {
      first.add(i % 2 == 0 ? second.get(i) : otherwise(second.get(i)));
    }
    return new ChaosFiles(first, second);
  }

  /** The same session with another length, rating and remark. */
  private static List<String> otherwise(List<String> row) {
    List<String> cells = new ArrayList<>(row);
    cells.set(5, row.get(5).equals("55") ? "65" : "55");
    cells.set(6, row.get(6).equals("1") ? "" : "1");
    cells.set(7, row.get(7).isEmpty() ? "Said before." : "");
    return cells;
  }

  byte[] firstBytes() {
    return bytes(first);
  }

  byte[] secondBytes() {
    return bytes(second);
  }

  private static byte[] bytes(List<List<String>> rows) {
    List<List<String>> all = new ArrayList<>();
    all.add(SentSession.HEADER);
    all.addAll(rows);
    return CsvText.write(all);
  }

  /** Nine of ten rejected rows of the second file as they should have been, by their number. */
  Map<Integer, List<String>> corrected(List<Outcome> outcomes) {
    Map<Integer, List<String>> corrected = new TreeMap<>();
    int rejected = 0;
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) == Outcome.REJECTED && ++rejected % SHARE != 0) {
        corrected.put(i + 1, corrected(i + 1, second.get(i)));
      }
    }
    return corrected;
  }

  private static List<String> corrected(int number, List<String> row) {
    List<String> sound =
        List.of(
            row.get(0).isBlank() ? "FOUND-" + number : row.get(0),
            "found%d@example.org".formatted(number % 50),
            "helper%d@example.org".formatted(number % 20),
            "2025-04-01T10:00:00Z",
            "2025-04-01T11:00:00Z",
            "60",
            "4",
            "Found again.",
            "B1",
            "",
            "");
    List<String> cells = new ArrayList<>(row);
    for (int i = 0; i < cells.size(); i++) {
      List<String> tried = new ArrayList<>(sound);
      tried.set(i, cells.get(i));
      // Times are sound only together.
      if (i == 3 || i == 4 || SentSession.of(tried).isEmpty()) {
        cells.set(i, sound.get(i));
      }
    }
    return cells;
  }

  /** A file of corrections. */
  static byte[] correction(Map<Integer, List<String>> corrected) {
    List<List<String>> all = new ArrayList<>();
    List<String> header = new ArrayList<>(SentSession.HEADER);
    header.addFirst("_error_row");
    all.add(header);
    corrected.forEach((number, row) -> {
      List<String> cells = new ArrayList<>(row);
      cells.addFirst(number.toString());
      all.add(cells);
    });
    return CsvText.write(all);
  }
}
