package org.teei.csr.workflows.shared;

import io.temporal.api.common.v1.WorkflowExecution;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A path through a workflow of which a history is kept.
 *
 * @param skipsTime whether the path needs days or many minutes to go by, so that it is recorded on
 *     the in-memory server
 */
public record Scenario(String workflowType, String path, boolean skipsTime, Play play) {

  private static final Play KEPT =
      _ -> {
        throw new IllegalStateException("a history of an old branch is kept and not recorded");
      };

  /** One whose history proves an old branch of the workflow, and is not recorded again. */
  public static Scenario kept(String workflowType, String path) {
    return new Scenario(workflowType, path, false, KEPT);
  }

  /**
   * Paths that are recorded, and those that runs of the type took before their histories were
   * brief.
   */
  public static List<Scenario> withThoseBeforeBrief(
      List<Scenario> recorded, String workflowType, List<String> paths) {
    return Stream.concat(
            recorded.stream(),
            paths.stream().map(path -> kept(workflowType, "before-brief-" + path)))
        .toList();
  }

  boolean isKept() {
    return play == KEPT;
  }

  /** Plays the path to its end and answers the run to record. */
  public interface Play {
    WorkflowExecution in(Theatre theatre) throws InterruptedException;
  }

  /** Where the history is, seen from the class path's root. */
  public Path file() {
    return Path.of("histories", workflowType, path + ".json");
  }

  @Override
  public String toString() {
    return workflowType + " " + path;
  }
}
