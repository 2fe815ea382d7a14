package org.teei.csr.api.imports;

import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.shared.WorkflowLinks;
import org.teei.csr.schema.jooq.tables.records.ImportAttemptsRecord;

/**
 * What was done with an import after it was completed.
 *
 * @param attempt from 1, in order
 * @param name as in the workflow id
 * @param counts of the rows of a correction; unprocessed are those that it has not come to, which
 *     stay rejected
 * @param problem why it failed
 */
@Schema(name = "ImportAttempt")
record ImportAttempt(
    UUID importId,
    @Schema(example = "1") int attempt,
    @Schema(example = "c1") String name,
    @Schema(example = "correction") String kind,
    @Schema(example = "completed") String status,
    ImportJob.Counts counts,
    Instant createdAt,
    @Nullable Instant finishedAt,
    @Schema(example = "imports/demo/0198c0de-0000-7000-8000-000000000000/c1") String workflowId,
    URI workflowUrl,
    @Nullable ImportFailure problem) {

  static ImportAttempt of(ImportAttemptsRecord row, WorkflowLinks links) {
    var decided = row.getAcceptedRows() + row.getRejectedRows() + row.getDuplicateRows();
    return new ImportAttempt(
        row.getImportId(),
        row.getAttempt(),
        row.getWorkflowId().substring(row.getWorkflowId().lastIndexOf('/') + 1),
        row.getKind(),
        row.getStatus(),
        new ImportJob.Counts(
            row.getReadRows(),
            row.getAcceptedRows(),
            row.getUpdatedRows(),
            row.getRejectedRows(),
            row.getDuplicateRows(),
            row.getReadRows() - decided),
        row.getCreatedAt(),
        row.getFinishedAt(),
        row.getWorkflowId(),
        links.to(row.getWorkflowId()),
        ImportFailure.of(row.getProblem()));
  }

  URI location() {
    return URI.create("/v1/imports/" + importId + "/attempts/" + attempt);
  }
}
