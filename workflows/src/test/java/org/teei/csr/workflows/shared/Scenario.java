package org.teei.csr.workflows.shared;

import io.temporal.api.common.v1.WorkflowExecution;
import java.nio.file.Path;

/**
 * A path through a workflow of which a history is kept.
 *
 * @param skipsTime whether the path needs days or many minutes to go by, so that it is recorded on
 *     the in-memory server
 */
public record Scenario(String workflowType, String path, boolean skipsTime, Play play) {

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
