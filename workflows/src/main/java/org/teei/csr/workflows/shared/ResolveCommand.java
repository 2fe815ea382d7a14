package org.teei.csr.workflows.shared;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person's answer to a parked step.
 *
 * @param decisionId the decision row that REST wrote; absent when the command came from the
 *     Temporal UI or CLI, which is audited as unverified
 * @param expectedSequence the number of the parking that was looked at, so that a late answer
 *     cannot hit a later one
 */
public record ResolveCommand(
    @Nullable UUID decisionId, ParkedAction action, int expectedSequence) {}
