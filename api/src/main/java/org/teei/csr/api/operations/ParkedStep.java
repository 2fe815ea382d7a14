package org.teei.csr.api.operations;

import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.shared.WorkflowLinks;
import org.teei.csr.schema.jooq.tables.records.ParkedWorkflowsRecord;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.ParkedAction;

/**
 * A step that failed for good and waits, or waited, for a decision.
 *
 * @param sentence what happened, in plain words; not shown to the platform's staff
 * @param sequence number of this parking within its workflow; a decision names it
 */
@Schema(name = "ParkedStep")
record ParkedStep(
    UUID id,
    @Schema(example = "demo") String tenant,
    @Schema(example = "imports") String feature,
    @Schema(example = "merging") String stage,
    FailureClass failureClass,
    @Schema(example = "imports/database-away") String failureType,
    @Nullable String sentence,
    State state,
    List<ParkedAction> actions,
    int sequence,
    String businessRef,
    String workflowId,
    URI workflowUrl,
    Instant parkedAt,
    @Nullable Instant expiresAt,
    @Nullable Instant resolvedAt,
    @Nullable ParkedAction resolution) {

  /** Whether a decision is awaited. */
  enum State {
    WAITING,
    RESOLVED,
    EXPIRED,
    ENDED;

    @JsonValue
    String spelling() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static ParkedStep of(ParkedWorkflowsRecord row, WorkflowLinks links) {
    return new ParkedStep(
        row.getParkedId(),
        row.getTenantId(),
        row.getFeature(),
        row.getStage(),
        FailureClass.valueOf(row.getFailureClass()),
        row.getFailureType(),
        row.getSentence(),
        State.valueOf(row.getState().toUpperCase(Locale.ROOT)),
        Arrays.stream(row.getActions()).map(ParkedAction::valueOf).toList(),
        row.getSequence(),
        row.getBusinessRef(),
        row.getWorkflowId(),
        links.to(row.getWorkflowId()),
        row.getParkedAt(),
        row.getExpiresAt(),
        row.getResolvedAt(),
        row.getResolution() == null ? null : ParkedAction.valueOf(row.getResolution()));
  }
}
