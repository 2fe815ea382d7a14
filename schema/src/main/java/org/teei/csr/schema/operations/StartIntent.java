package org.teei.csr.schema.operations;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A workflow to start.
 *
 * @param input the workflow's one argument as a JSON object; ids only
 * @param summary a sentence for the operator, without personal data
 * @param businessRef what the operator looks for, such as the id of the import
 * @param priority 1 (safety, due requests of persons) to 5 (backfills)
 * @param traceParent W3C trace context of the request
 */
public record StartIntent(
    String tenant,
    UUID intentId,
    String feature,
    String workflowType,
    String workflowId,
    String taskQueue,
    String input,
    String summary,
    String businessRef,
    int priority,
    @Nullable String traceParent) {}
