package org.teei.csr.api.imports;

import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.shared.WorkflowLinks;
import org.teei.csr.schema.jooq.tables.records.ImportJobsRecord;
import org.teei.csr.workflows.imports.ImportStatus;

/**
 * An import as clients see it.
 *
 * @param schema name and version of the format, as in {@code language_session/1.1}
 * @param declared what the sender said of how the file is written, by the names of the query
 *     parameters
 * @param mapping which headers of the file are which columns, where they are named otherwise
 * @param progress from 0 to 1; of the taking back while it is at work
 * @param rate rows per second since the start, or the last restart; null before it
 * @param eta when it ends if it goes on like this; null where that cannot be told
 * @param mode {@code commit}, {@code review} or {@code dry-run}; what a dry run counts is what
 *     would be
 * @param approvalDueAt until when it waits for approval; null while it does not
 * @param maxRejected with the error policy {@code stop-after}: so many rejected rows are borne
 * @param problem why it failed
 * @param extraColumns headers outside the format, kept in result files
 * @param attempt 1, and one more with each restart
 * @param undo what became of the accepted rows since the import is being taken back; null before
 */
@Schema(name = "Import")
record ImportJob(
    UUID id,
    @Schema(example = "sessions") String kind,
    @Schema(example = "merging") ImportStatus status,
    @Schema(example = "language_session/1.1") String schema,
    Sniffed sniffed,
    @Schema(example = "{\"dateFormat\": \"dd.MM.yyyy\"}") Map<String, String> declared,
    @Schema(example = "{\"Learner e-mail\": \"participant_email\"}")
        Map<String, @Nullable String> mapping,
    Counts counts,
    @Schema(example = "0.62") double progress,
    @Nullable Double rate,
    @Nullable Instant eta,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Schema(example = "imports/demo/0198c0de-0000-7000-8000-000000000000") String workflowId,
    URI workflowUrl,
    @Nullable ImportFailure problem,
    List<String> extraColumns,
    @Nullable String clientReference,
    @Schema(example = "review") String mode,
    @Nullable Instant approvalDueAt,
    String errorPolicy,
    @Nullable Long maxRejected,
    String unknownPeople,
    boolean forced,
    int attempt,
    @Nullable Undo undo) {

  /** How the file is written. */
  record Sniffed(
      @Schema(example = "UTF-8") String encoding,
      @Schema(example = ",") String delimiter,
      @Schema(example = "LF") String lineEnding) {}

  /** The ledger: read = accepted + rejected + duplicate + unprocessed at every end. */
  record Counts(
      long read, long accepted, long updated, long rejected, long duplicate, long unprocessed) {

    long decided() {
      return accepted + rejected + duplicate;
    }
  }

  /** At the end of taking back, reversed + kept + failed = accepted. */
  @Schema(name = "ImportUndo")
  record Undo(long reversed, long kept, long failed) {

    static @Nullable Undo of(ImportJobsRecord row, ImportStatus status) {
      var undo = new Undo(row.getReversedRows(), row.getKeptRows(), row.getReversalFailedRows());
      return undo.decided() == 0 && status != ImportStatus.UNDOING && status != ImportStatus.UNDONE
          ? null
          : undo;
    }

    long decided() {
      return reversed + kept + failed;
    }

    /** How many come to an end; of all where none is named. */
    long of(RowReversal.@Nullable Outcome outcome) {
      return switch (outcome) {
        case null -> decided();
        case REVERSED -> reversed;
        case KEPT -> kept;
        case FAILED -> failed;
      };
    }
  }

  static ImportJob of(ImportJobsRecord row, WorkflowLinks links, Instant now) {
    var status = status(row);
    var counts =
        new Counts(
            row.getReadRows(),
            row.getAcceptedRows(),
            row.getUpdatedRows(),
            row.getRejectedRows(),
            row.getDuplicateRows(),
            row.getUnprocessedRows());
    var reading = StoredReading.of(row);
    var pace = Pace.of(row, status, counts, now);
    return new ImportJob(
        row.getImportId(),
        row.getKind(),
        status,
        row.getSchemaName() + "/" + row.getSchemaVersion(),
        new Sniffed(row.getEncoding(), row.getDelimiter(), row.getLineEnding()),
        reading.declared().values(),
        reading.mapping().fields(),
        counts,
        pace.progress(),
        pace.rate(),
        pace.eta(),
        row.getCreatedAt(),
        row.getStartedAt(),
        row.getFinishedAt(),
        row.getWorkflowId(),
        links.to(row.getWorkflowId()),
        ImportFailure.of(row.getProblem()),
        List.of(row.getExtraColumns()),
        row.getClientReference(),
        row.getMode(),
        row.getApprovalDueAt(),
        row.getErrorPolicy(),
        row.getMaxRejected(),
        row.getUnknownPeople(),
        row.getForced(),
        row.getAttempt(),
        Undo.of(row, status));
  }

  static ImportStatus status(ImportJobsRecord row) {
    return ImportStatus.valueOf(row.getStatus().toUpperCase(Locale.ROOT));
  }

  /**
   * How far, and how fast since the present run began. Reading the file counts for a third,
   * deciding its rows for the rest.
   */
  private record Pace(double progress, @Nullable Double rate, @Nullable Instant eta) {
    private static final double READING = 1.0 / 3;

    static Pace of(ImportJobsRecord row, ImportStatus status, Counts counts, Instant now) {
      if (status == ImportStatus.UNDOING) {
        return new Pace(undone(row), null, null);
      }
      var progress = progress(row, row.getStagedBytes(), counts.decided());
      var shown = status == ImportStatus.COMPLETED ? 1 : Math.round(progress * 1000) / 1000.0;
      var started = row.getRunStartedAt() == null ? row.getStartedAt() : row.getRunStartedAt();
      if (started == null || status == ImportStatus.QUEUED) {
        return new Pace(shown, null, null);
      }
      var end = ended(row, now);
      var seconds = Math.max(0.001, Duration.between(started, end).toMillis() / 1000.0);
      var rows =
          counts.decided() > 0
              ? counts.decided() - row.getRunDecidedRows()
              : counts.read() - row.getRunReadRows();
      var rate = Math.round(rows / seconds * 10) / 10.0;
      var before = progress(row, row.getRunStagedBytes(), row.getRunDecidedRows());
      return new Pace(
          shown, rate, running(status) ? eta(now, seconds, progress - before, progress) : null);
    }

    /** Corrections come later and are no part of the pace. */
    private static Instant ended(ImportJobsRecord row, Instant now) {
      var end = row.getRunFinishedAt() == null ? row.getFinishedAt() : row.getRunFinishedAt();
      return end == null ? now : end;
    }

    /** The rows are taken back one after the other: how many of them are decided. */
    private static double undone(ImportJobsRecord row) {
      var decided = row.getReversedRows() + row.getKeptRows() + row.getReversalFailedRows();
      return Math.round(1000.0 * decided / Math.max(1, row.getAcceptedRows())) / 1000.0;
    }

    private static double progress(ImportJobsRecord row, long stagedBytes, long decidedRows) {
      var read = Math.min(1, (double) stagedBytes / Math.max(1, row.getStoredLength()));
      var decided =
          row.getFinishedStage().equals("none")
              ? 0
              : Math.min(1, (double) decidedRows / Math.max(1, row.getReadRows()));
      return READING * read + (1 - READING) * decided;
    }

    /** When what is left is done at the pace of this run. */
    private static @Nullable Instant eta(
        Instant now, double seconds, double gained, double progress) {
      return gained < 0.01 || progress >= 1
          ? null
          : now.plusMillis(Math.round(seconds * 1000 * (1 - progress) / gained));
    }

    private static boolean running(ImportStatus status) {
      return switch (status) {
        case STAGING, VALIDATING, MERGING, SCREENING, CORRECTING, UNDOING -> true;
        case QUEUED,
            AWAITING_APPROVAL,
            PAUSED,
            PARKED,
            COMPLETED,
            FAILED,
            CANCELLED,
            EXPIRED,
            UNDONE ->
            false;
      };
    }
  }
}
