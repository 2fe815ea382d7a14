package org.teei.csr.deploy.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;
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

  /** The job waits for approval, and nobody was there to give it. */
  public static final int WAITS = 4;

  private static final Set<String> ENDS =
      Set.of("completed", "failed", "cancelled", "expired", "undone");
  private static final String AWAITING_APPROVAL = "awaiting_approval";
  private static final long POLL_MILLIS = 250;

  private final ApiClient api;
  private final PrintStream out;
  private final PrintStream err;
  private final Person person;
  private JsonNode last = MissingNode.getInstance();

  /**
   * @param out results
   * @param err progress
   */
  public ImportFile(ApiClient api, PrintStream out, PrintStream err, Person person) {
    this.api = api;
    this.out = out;
    this.err = err;
    this.person = person;
  }

  /**
   * What is wanted.
   *
   * @param options query parameters of the upload
   * @param watch follow the job to its end
   * @param json print the job as the API shows it
   */
  public record Request(
      Path file, String kind, Map<String, String> options, boolean watch, boolean json) {

    URI address(ApiClient api) {
      StringJoiner query = new StringJoiner("&", "?", "");
      options.forEach((name, value) -> query.add(name + "=" + URLEncoder.encode(value, UTF_8)));
      return api.resolve("/v1/import/" + kind + (options.isEmpty() ? "" : query));
    }
  }

  /** Answers the exit code. */
  public int run(Path file, String kind, boolean watch, boolean json) throws InterruptedException {
    return run(new Request(file, kind, Map.of(), watch, json));
  }

  /** Answers the exit code. */
  public int run(Request request) throws InterruptedException {
    boolean json = request.json();
    Answer answer = api.post(request.address(api), "text/csv", request.file());
    if (!answer.isSuccess() || answer.location().isEmpty()) {
      return refused(answer, json);
    }
    URI address = answer.location().get();
    if (answer.status() == 200) {
      err.println("The same file was imported before; this is its job.");
    }
    JsonNode job = request.watch() ? watch(address) : read(address);
    if (!json && request.watch()) {
      job = corrected(job, new RejectedRows(api, err, person, address, request.file()), address);
    }
    last = job;
    return shown(job, address, request.watch(), json);
  }

  /** Sends corrected rows of an import into it; answers the exit code. */
  public int correct(UUID id, Path file, boolean watch, boolean json) throws InterruptedException {
    URI address = api.resolve("/v1/imports/" + id);
    Answer answer = api.post(URI.create(address + "/corrections"), "text/csv", file);
    if (!answer.isSuccess()) {
      return refused(answer, json);
    }
    if (answer.status() == 200) {
      err.println("The same rows were sent before, just so.");
    }
    JsonNode job = watch ? follow(address, Set.of()) : read(address);
    if (!json && watch) {
      showRejected(job, address);
    }
    return shown(job, address, watch, json);
  }

  private int refused(Answer answer, boolean json) {
    if (json && answer.body().isObject()) {
      out.println(answer.body().toPrettyString());
    } else {
      err.println(answer.problem());
    }
    return REFUSED;
  }

  private int shown(JsonNode job, URI address, boolean watched, boolean json) {
    out.println(json ? job.toPrettyString() : readable(job, address));
    return watched ? exit(job) : COMPLETED;
  }

  /** Shows which rows were rejected, as long as somebody corrects some. */
  private JsonNode corrected(JsonNode job, RejectedRows rejected, URI address)
      throws InterruptedException {
    JsonNode latest = job;
    while (showRejected(latest, address) && exit(latest) == COMPLETED && rejected.corrected()) {
      latest = follow(address, Set.of());
    }
    return latest;
  }

  private static int exit(JsonNode job) {
    return switch (job.path("status").asText()) {
      case "completed" -> COMPLETED;
      case AWAITING_APPROVAL -> WAITS;
      default -> NOT_COMPLETED;
    };
  }

  /** Whether there are any. */
  private boolean showRejected(JsonNode job, URI address) throws InterruptedException {
    if (job.path("counts").path("rejected").asLong() == 0) {
      return false;
    }
    err.println("Rejected rows:");
    new PreviewTable(err).showErrors(read(rows(address, "/rows?outcome=rejected&page_size=")));
    return true;
  }

  private static URI rows(URI address, String query) {
    return URI.create(address + query + PreviewTable.ROWS);
  }

  /** Whether the job that was followed last counts what a sample file holds. */
  public boolean cameOutAs(SampleSessions.Summary sample) {
    JsonNode counts = last.path("counts");
    return counts.path("read").asLong() == sample.rows()
        && counts.path("accepted").asLong() == sample.valid()
        && counts.path("rejected").asLong() == sample.rejected()
        && counts.path("duplicate").asLong() == sample.duplicate();
  }

  /** Follows a job to its end, or to a wait for approval that nobody ends. */
  private JsonNode watch(URI address) throws InterruptedException {
    JsonNode job = follow(address, Set.of(AWAITING_APPROVAL));
    if (!job.path("status").asText().equals(AWAITING_APPROVAL)) {
      return job;
    }
    new PreviewTable(err).show(read(rows(address, "/preview?page_size=")));
    return switch (person.approves()) {
      case APPROVE -> decided(address, "/approve");
      case CANCEL -> decided(address, "/cancel");
      case LATER -> job;
    };
  }

  private JsonNode decided(URI address, String command) throws InterruptedException {
    Answer answer =
        api.post(
            URI.create(address + command),
            JsonNodeFactory.instance.objectNode().put("reason", "Decided on the command line"));
    if (!answer.isSuccess()) {
      throw new CsrFailure(answer.problem());
    }
    return follow(address, Set.of());
  }

  private JsonNode follow(URI address, Set<String> stops) throws InterruptedException {
    try (var display = ProgressDisplay.on(err)) {
      while (true) {
        JsonNode job = read(address);
        display.show(job);
        String status = job.path("status").asText();
        if (ENDS.contains(status) || stops.contains(status)) {
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
    if (job.path("status").asText().equals(AWAITING_APPROVAL)) {
      text.append("  Waits for POST ").append(address).append("/approve\n");
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
