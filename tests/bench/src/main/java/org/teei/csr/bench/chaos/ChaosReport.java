package org.teei.csr.bench.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.teei.csr.bench.chaos.Checker.Finding;
import org.teei.csr.bench.chaos.Checker.Wrong;
import org.teei.csr.bench.shared.Machine;

/**
 * What a run has come to.
 *
 * @param scenario such as {@code imports}
 * @param seed gives the same faults at the same places again
 * @param rounds that were begun
 * @param killsByStage by where the work was seen to be when the fault struck
 * @param faults how often each befell the stack
 * @param recoveries from the end of each fault until all was ready and the work moved on
 * @param findings of all judges
 * @param unfinished rounds that did not come to an end, and how they were last seen
 * @param notes what else a reader has to know, such as which disk was filled
 */
public record ChaosReport(
    String scenario,
    long seed,
    int rounds,
    Map<String, Integer> killsByStage,
    Map<String, Integer> faults,
    List<Duration> recoveries,
    List<Finding> findings,
    List<String> unfinished,
    List<String> notes) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Whether nothing is lost, nothing doubled, nothing wrong, and all came to an end. */
  public boolean sound() {
    return findings.isEmpty() && unfinished.isEmpty();
  }

  /** How many things are wrong in a way. */
  public long count(Wrong wrong) {
    return findings.stream()
        .filter(finding -> finding.wrong() == wrong)
        .mapToLong(Finding::count)
        .sum();
  }

  /** Faults that befell the stack. */
  public int kills() {
    return faults.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Seconds within which so many of a hundred recoveries were over. */
  public double recoverySeconds(int percent) {
    List<Duration> sorted = recoveries.stream().sorted().toList();
    if (sorted.isEmpty()) {
      return 0;
    }
    int index = (int) Math.ceil(sorted.size() * percent / 100.0) - 1;
    return sorted.get(Math.max(0, index)).toMillis() / 1000.0;
  }

  /** The figures as JSON. */
  public String json() throws IOException {
    ObjectNode report = JSON.createObjectNode();
    report.put("scenario", scenario).put("seed", seed);
    report.put("kills", kills()).set("kills_by_stage", JSON.valueToTree(killsByStage));
    report.put("rounds", rounds);
    report.put("recovery_s_p50", recoverySeconds(50)).put("recovery_s_p95", recoverySeconds(95));
    report.put("lost", count(Wrong.LOST)).put("doubled", count(Wrong.DOUBLED));
    report.put("wrong", count(Wrong.OTHER)).put("unfinished", unfinished.size());
    report.set("faults", JSON.valueToTree(faults));
    report.set("findings", JSON.valueToTree(findings));
    report.set("unfinished_rounds", JSON.valueToTree(unfinished));
    report.set("notes", JSON.valueToTree(notes));
    report.put("machine", Machine.name()).put("commit", Machine.commit());
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
  }

  /** The figures as a table for people. */
  public String table() throws IOException {
    var text = new StringBuilder();
    text.append(
        "%n%d kills in %d rounds of %s, seed %d%n".formatted(kills(), rounds, scenario, seed));
    killsByStage.forEach((stage, count) -> text.append("  %-24s %4d%n".formatted(stage, count)));
    text.append("faults%n".formatted());
    faults.forEach((fault, count) -> text.append("  %-24s %4d%n".formatted(fault, count)));
    text.append(
        "recovery p50 %.1f s, p95 %.1f s%n".formatted(recoverySeconds(50), recoverySeconds(95)));
    text.append(
        "lost %d, doubled %d, wrong otherwise %d, rounds without an end %d%n"
            .formatted(
                count(Wrong.LOST), count(Wrong.DOUBLED), count(Wrong.OTHER), unfinished.size()));
    findings.forEach(finding ->
        text.append("  %s %d: %s%n".formatted(finding.wrong(), finding.count(), finding.what())));
    unfinished.forEach(round -> text.append("  no end: %s%n".formatted(round)));
    notes.forEach(note -> text.append(note).append(System.lineSeparator()));
    text.append("%s; commit %s%n".formatted(Machine.name(), Machine.commit()));
    return text.toString();
  }
}
