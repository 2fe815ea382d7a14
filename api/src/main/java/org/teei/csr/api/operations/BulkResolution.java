package org.teei.csr.api.operations;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.jooq.tables.records.BulkResolutionsRecord;
import org.teei.csr.workflows.shared.ParkedAction;

/**
 * A decision about many parked steps as a job.
 *
 * @param matched how many waited when it was made
 * @param skipped how many had gone on by themselves or were decided otherwise
 */
@Schema(name = "BulkResolution")
record BulkResolution(
    UUID id,
    ParkedAction action,
    @Schema(example = "running") String status,
    int matched,
    int resolved,
    int skipped,
    Instant createdAt,
    @Nullable Instant finishedAt) {

  static BulkResolution of(BulkResolutionsRecord row) {
    return new BulkResolution(
        row.getBulkId(),
        ParkedAction.valueOf(row.getAction()),
        row.getStatus(),
        row.getMatched(),
        row.getResolved(),
        row.getSkipped(),
        row.getCreatedAt(),
        row.getFinishedAt());
  }
}
