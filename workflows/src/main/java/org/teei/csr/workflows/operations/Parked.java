package org.teei.csr.workflows.operations;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.ParkedAction;
import org.teei.csr.workflows.shared.TenantId;

/**
 * A step that failed for good and waits for a person, as listed at {@code /v1/operations/parked}.
 *
 * @param sequence number of this parking within its workflow, from 1
 * @param sentence what happened, in words for a non-engineer, without data
 */
public record Parked(
    TenantId tenant,
    UUID parkedId,
    String feature,
    String workflowId,
    String businessRef,
    String stage,
    FailureClass failureClass,
    String failureType,
    String sentence,
    int sequence,
    List<ParkedAction> actions,
    Instant parkedAt,
    Instant expiresAt) {}
