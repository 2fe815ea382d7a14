package org.teei.csr.workflows.shared;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a person tells a running workflow. Authority is checked in REST, which writes a decision row
 * and sends its id; a command from the Temporal UI or CLI has none.
 */
public interface Command {

  /** The decision row; absent when the command did not come through REST. */
  @Nullable UUID decisionId();
}
