package org.teei.csr.bench.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.teei.csr.bench.shared.Heap;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.bench.shared.Medians;

/** Imports through the API, from the first byte sent to the end of the job. */
final class PlatformImports {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ENOUGH = Duration.ofHours(3);
  private static final Set<String> ENDS = Set.of("completed", "failed", "cancelled", "expired");

  /** The first progress is looked for often; then the measure must not be what is measured. */
  private static final Duration FIRST_LOOKS = Duration.ofMillis(20);

  private static final Duration LOOKS = Duration.ofMillis(250);

  private final LocalStack stack;
  private final ImportsClient client;
  private final String tenant;

  PlatformImports(LocalStack stack, String tenant) {
    this.stack = stack;
    this.client = stack.as(tenant, "company_admin");
    this.tenant = tenant;
  }

  /**
   * One import.
   *
   * @param seconds until the job ended, by its own account
   * @param firstProgressSeconds from the answer to the upload until the job showed rows
   */
  record Turn(String id, double seconds, double firstProgressSeconds) {}

  Turn imported(SessionFile rows, Path file) throws IOException, InterruptedException {
    byte[] bytes = Files.readAllBytes(file);
    Instant begin = Instant.now();
    String id = client.accepted("", bytes);
    long accepted = System.nanoTime();
    JsonNode job = client.job(id);
    while (job.path("counts").path("read").asLong() == 0 && !ended(job)) {
      Thread.sleep(FIRST_LOOKS);
      job = client.job(id);
    }
    double firstProgress = (System.nanoTime() - accepted) / 1e9;
    while (!ended(job)) {
      Thread.sleep(LOOKS);
      job = client.job(id);
      if (Duration.between(begin, Instant.now()).compareTo(ENOUGH) > 0) {
        throw new IllegalStateException("The import did not end: " + job);
      }
    }
    if (!job.path("status").asText().equals("completed")
        || job.path("counts").path("accepted").asLong() != rows.sound()) {
      throw new IllegalStateException("The import came to something else: " + job);
    }
    Instant end = Instant.parse(job.path("finishedAt").asText());
    return new Turn(id, Duration.between(begin, end).toNanos() / 1e9, firstProgress);
  }

  /**
   * As {@link #imported}, with what collecting garbage leaves in the heap of the worker meanwhile,
   * in megabytes: the median of several looks, of which each holds the worker up.
   */
  double liveHeap(SessionFile rows, Path file) throws IOException, InterruptedException {
    Heap heap = new Heap(stack.pid("worker"));
    List<Double> looks = new ArrayList<>();
    byte[] bytes = Files.readAllBytes(file);
    String id = client.accepted("", bytes);
    JsonNode job = client.job(id);
    while (!ended(job)) {
      if (job.path("status").asText().equals("merging")) {
        looks.add(heap.liveMegabytes());
      }
      Thread.sleep(LOOKS);
      job = client.job(id);
    }
    if (job.path("counts").path("accepted").asLong() != rows.sound()) {
      throw new IllegalStateException("The import came to something else: " + job);
    }
    // A short import may be over between two looks.
    looks.addAll(looks.isEmpty() ? List.of(heap.liveMegabytes()) : List.of());
    return Medians.of(looks);
  }

  /** The events in the history of the workflow of an import. */
  long historyEvents(String id) throws IOException {
    String described =
        stack.csr(
            "temporal",
            "workflow",
            "describe",
            "--workflow-id",
            "imports/" + tenant + "/" + id,
            "--output",
            "json");
    return JSON.readTree(described).path("workflowExecutionInfo").path("historyLength").asLong();
  }

  private static boolean ended(JsonNode job) {
    return ENDS.contains(job.path("status").asText());
  }
}
