package org.teei.csr.workflows.imports;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person's command to a running import.
 *
 * @param decisionId the decision row that REST wrote; absent when the command came from the
 *     Temporal UI or CLI, which is audited as unverified
 */
public record ImportCommand(@Nullable UUID decisionId) {}
