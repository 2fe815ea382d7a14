package org.teei.csr.simulators.impactin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was truly accepted: the judge of "exactly once". Each commit is one line at the end of one
 * file, written before anybody is answered, so that what it holds outlives this process; a line
 * that a killed process left unfinished was not committed. It is handed to the operating system and
 * not forced to the disk: it outlives the process, not the machine.
 */
final class Ledger implements AutoCloseable {
  private final InstantSource clock;
  private final FileOutputStream out;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Commit> byKey = new HashMap<>();
  private final Set<String> bodies = new HashSet<>();

  private Ledger(InstantSource clock, FileOutputStream out) {
    this.clock = clock;
    this.out = out;
  }

  /**
   * One report that was accepted.
   *
   * @param idempotencyKey of the request, if it had one
   * @param bodySha256 of the report's bytes, without what was around it (a batch, an envelope)
   * @param period begin and end as they were sent, with a slash between
   * @param activities their ids, where the platform has activities
   * @param duplicate whether the platform had accepted the same bytes before
   */
  record Entry(
      Platform platform,
      @Nullable String idempotencyKey,
      String transactionId,
      String bodySha256,
      String organizationId,
      String period,
      List<String> activities,
      String acceptedAt,
      boolean duplicate) {}

  /** A request that wants to be accepted: one report, or a batch of them, as a whole. */
  record Submission(
      Platform platform,
      @Nullable String idempotencyKey,
      String requestSha256,
      String transactionId,
      List<Report> reports,
      JsonNode answer) {}

  /**
   * A report of it.
   *
   * @param projectId blank where the platform has no projects
   */
  record Report(
      String organizationId,
      String projectId,
      String period,
      String bodySha256,
      List<String> activities) {}

  /** A line of the file. */
  private record Commit(
      Platform platform,
      @Nullable String idempotencyKey,
      String requestSha256,
      JsonNode answer,
      List<Entry> entries) {}

  /** What became of a submission. */
  sealed interface Outcome {
    record Accepted(JsonNode answer) implements Outcome {}

    /**
     * The key was used before, for the same bytes: nothing happened, the answer is that of then.
     */
    record Known(JsonNode answer) implements Outcome {}

    /** The key was used before, for other bytes. */
    record Conflict() implements Outcome {}

    /** An activity was reported before for the same period. */
    record Repeated(String activity) implements Outcome {}
  }

  static Ledger open(Path folder, InstantSource clock) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve("ledger.jsonl");
    byte[] written = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    int whole = written.length;
    while (whole > 0 && written[whole - 1] != '\n') {
      whole--;
    }
    var out = new FileOutputStream(file.toFile(), true);
    out.getChannel().truncate(whole);
    var ledger = new Ledger(clock, out);
    for (String line :
        new String(Arrays.copyOf(written, whole), StandardCharsets.UTF_8).lines().toList()) {
      ledger.keep(Json.MAPPER.readValue(line, Commit.class));
    }
    return ledger;
  }

  /**
   * Accepts, or finds out why not.
   *
   * @param refuseRepeated whether a second report about an activity and a period is refused
   */
  synchronized Outcome commit(Submission submission, boolean refuseRepeated) {
    Commit before = byKey.get(key(submission.platform, submission.idempotencyKey));
    if (before != null) {
      return before.requestSha256.equals(submission.requestSha256)
          ? new Outcome.Known(before.answer)
          : new Outcome.Conflict();
    }
    Optional<String> repeated =
        refuseRepeated
            ? submission.reports.stream().flatMap(report -> known(submission, report)).findFirst()
            : Optional.empty();
    if (repeated.isPresent()) {
      return new Outcome.Repeated(repeated.get());
    }
    Set<String> inThisRequest = new HashSet<>();
    List<Entry> accepted =
        submission.reports.stream()
            .map(report -> entry(submission, report, inThisRequest))
            .toList();
    var commit =
        new Commit(
            submission.platform,
            submission.idempotencyKey,
            submission.requestSha256,
            submission.answer,
            accepted);
    append(commit);
    keep(commit);
    return new Outcome.Accepted(submission.answer);
  }

  private Stream<String> known(Submission submission, Report report) {
    return report.activities.stream()
        .filter(activity ->
            entries.stream()
                .anyMatch(entry ->
                    entry.platform == submission.platform
                        && entry.organizationId.equals(report.organizationId)
                        && entry.period.equals(report.period)
                        && entry.activities.contains(activity)));
  }

  private Entry entry(Submission submission, Report report, Set<String> inThisRequest) {
    boolean first = inThisRequest.add(report.bodySha256);
    return new Entry(
        submission.platform,
        submission.idempotencyKey,
        submission.transactionId,
        report.bodySha256,
        report.organizationId,
        report.period,
        report.activities,
        clock.instant().toString(),
        !first || bodies.contains(submission.platform + " " + report.bodySha256));
  }

  /** The answer that was given to the key. */
  synchronized Optional<JsonNode> answerTo(Platform platform, String idempotencyKey) {
    return Optional.ofNullable(byKey.get(key(platform, idempotencyKey))).map(Commit::answer);
  }

  /**
   * Everything accepted, oldest first.
   *
   * @param platform null for all
   */
  synchronized List<Entry> entries(@Nullable Platform platform) {
    return entries.stream()
        .filter(entry -> platform == null || entry.platform == platform)
        .toList();
  }

  /** Forgets everything, keys included. */
  synchronized void clear() {
    try {
      out.getChannel().truncate(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    entries.clear();
    byKey.clear();
    bodies.clear();
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }

  private void append(Commit commit) {
    byte[] line = (Json.text(commit) + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      long whole = out.getChannel().size();
      try {
        out.write(line);
      } catch (IOException e) {
        out.getChannel().truncate(whole);
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void keep(Commit commit) {
    entries.addAll(commit.entries);
    if (commit.idempotencyKey != null) {
      byKey.put(key(commit.platform, commit.idempotencyKey), commit);
    }
    commit.entries.forEach(entry -> bodies.add(entry.platform + " " + entry.bodySha256));
  }

  private static String key(Platform platform, @Nullable String idempotencyKey) {
    return platform + " " + idempotencyKey;
  }
}
