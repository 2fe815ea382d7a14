package org.teei.csr.api.operations;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.jooq.tables.records.ParkedEventsRecord;
import org.teei.csr.workflows.shared.FailureClass;

/**
 * An event that a consumer could not apply, or one of the same person that queues behind it. The
 * workers try them again by themselves every minute.
 *
 * @param type null where an earlier release parked it
 * @param failureClass why it cannot be applied; null where it queues, as is failureType
 * @param attempts how often it was tried alone
 */
@Schema(name = "ParkedEvent")
record ParkedEvent(
    @Schema(example = "demo") String tenant,
    @Schema(example = "profile-timeline") String consumer,
    UUID eventId,
    @Schema(example = "kintell.session.completed") @Nullable String type,
    @Nullable FailureClass failureClass,
    @Schema(example = "events/constraint-violated") @Nullable String failureType,
    @Schema(example = "3") int attempts,
    Instant since) {

  static ParkedEvent of(ParkedEventsRecord row) {
    return new ParkedEvent(
        row.getTenantId(),
        row.getConsumer(),
        row.getEventId(),
        row.getEventType(),
        row.getFailureClass() == null ? null : FailureClass.valueOf(row.getFailureClass()),
        row.getFailureType(),
        row.getAttempts(),
        row.getParkedAt());
  }
}
