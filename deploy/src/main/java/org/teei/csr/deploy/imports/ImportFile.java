package org.teei.csr.deploy.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import org.teei.csr.deploy.shared.ApiClient;
import org.teei.csr.deploy.shared.ApiClient.Answer;
import org.teei.csr.deploy.shared.CsrFailure;

/** Sends a file to the API and follows its job to the end. */
public final class ImportFile {
  /** The job did what it was asked to; also: it was accepted and nobody wanted to watch. */
  public static final int COMPLETED = 0;

  /** The job ended as failed, cancelled, expired or undone. */
  public static final int NOT_COMPLETED = 1;

  /** The API refused the file; there is no job. */
  public static final int REFUSED = 3;

  private static final Set<String> ENDS =
      Set.of("completed", "failed", "cancelled", "expired", "undone");
  private static final long POLL_MILLIS = 250;

  private final ApiClient api;
  private final PrintStream out;
  private final PrintStream err;
  private JsonNode last = MissingNode.getInstance();

  /**
   * @param out results
   * @param err progress
   */
  public ImportFile(ApiClient api, PrintStream out, PrintStream err) {
    this.api = api;
    this.out = out;
    this.err = err;
  }

  /** Answers the exit code. */
  public int run(Path file, String kind, boolean watch, boolean json) throws InterruptedException {
    Answer answer = api.post(api.resolve("/v1/import/" + kind), "text/csv", file);
    if (!answer.isSuccess() || answer.location().isEmpty()) {
      if (json && answer.body().isObject()) {
        out.println(answer.body().toPrettyString());
      } else {
        err.println(answer.problem());
      }
      return REFUSED;
    }
    URI address = answer.location().get();
    if (answer.status() == 200) {
      err.println("The same file was imported before; this is its job.");
    }
    JsonNode job = watch ? watch(address) : read(address);
    last = job;
    out.println(json ? job.toPrettyString() : readable(job, address));
    return watch && !job.path("status").asText().equals("completed") ? NOT_COMPLETED : COMPLETED;
  }

  /** Whether the job that was followed last counts what a sample file holds. */
  public boolean cameOutAs(SampleSessions.Summary sample) {
    JsonNode counts = last.path("counts");
    return counts.path("read").asLong() == sample.rows()
        && counts.path("accepted").asLong() == sample.valid()
        && counts.path("rejected").asLong() == sample.rejected()
        && counts.path("duplicate").asLong() == sample.duplicate();
  }

  private JsonNode watch(URI address) throws InterruptedException {
    try (var display = ProgressDisplay.on(err)) {
      while (true) {
        JsonNode job = read(address);
        display.show(job);
        if (ENDS.contains(job.path("status").asText())) {
          return job;
        }
        Thread.sleep(POLL_MILLIS);
      }
    }
  }

  private JsonNode read(URI address) throws InterruptedException {
    Answer answer = api.get(address);
    if (!answer.isSuccess()) {
      throw new CsrFailure(answer.problem());
    }
    return answer.body();
  }

  private static String readable(JsonNode job, URI address) {
    var text = new StringBuilder();
    text.append("Import ").append(job.path("status").asText()).append('\n');
    JsonNode counts = job.path("counts");
    for (String name :
        new String[] {"read", "accepted", "updated", "rejected", "duplicate", "unprocessed"}) {
      if (counts.hasNonNull(name)) {
        text.append("  %-12s %,10d%n".formatted(name, counts.get(name).asLong()));
      }
    }
    JsonNode problem = job.path("problem");
    if (problem.hasNonNull("title")) {
      text.append("  ").append(problem.get("title").asText()).append(". ");
      text.append(problem.path("detail").asText()).append('\n');
    }
    text.append("  Job           ").append(address).append('\n');
    if (job.path("counts").path("rejected").asLong() > 0) {
      text.append("  Rejected rows ").append(address).append("/rejected.csv\n");
    }
    if (job.hasNonNull("workflowUrl")) {
      text.append("  Workflow      ").append(job.get("workflowUrl").asText()).append('\n');
    }
    return text.toString().stripTrailing();
  }
}
