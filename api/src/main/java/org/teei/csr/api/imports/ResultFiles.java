package org.teei.csr.api.imports;

import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.engines.imports.ResultCsv;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.jooq.tables.records.ImportJobsRecord;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Writes the rows of one outcome as they were sent, by reading the stored file again at the places
 * that the ledger knows. Memory does not grow with the file.
 */
@Component
final class ResultFiles {
  private static final int PLACES_AT_ONCE = 5_000;

  private final ImportJobs jobs;
  private final Storage storage;
  private final Tenancy tenancy;
  private final AuditTrail trail;

  ResultFiles(ImportJobs jobs, Storage storage, Tenancy tenancy, AuditTrail trail) {
    this.jobs = jobs;
    this.storage = storage;
    this.tenancy = tenancy;
    this.trail = trail;
  }

  /** Answers with the file; nothing is sent before it is known that the original is still there. */
  void write(UUID id, RowOutcome outcome, HttpServletResponse response) throws IOException {
    var job = jobs.row(id);
    if (job.getStoredObject().isEmpty()) {
      throw ProblemException.of(ImportProblem.FILE_EXPIRED);
    }
    try (var files = new StoredFiles(storage, tenancy, job)) {
      var header = files.header();
      noteAccess(job, outcome);
      response.setContentType("text/csv;charset=UTF-8");
      response.setHeader(
          "Content-Disposition", "attachment; filename=\"" + outcome.spelling() + ".csv\"");
      var out =
          new BufferedWriter(
              new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8));
      switch (outcome) {
        case ACCEPTED, DUPLICATE -> {
          try (var csv = ResultCsv.withIds(out, header)) {
            each(id, outcome, place -> csv.write(place.entity(), files.cells(place)));
          }
        }
        case REJECTED -> {
          try (var csv = ResultCsv.ofRejected(out, header)) {
            each(
                id,
                outcome,
                place -> csv.write(place.number(), files.cells(place), place.errors()));
          }
        }
        case UNPROCESSED -> {
          try (var csv = ResultCsv.of(out, header)) {
            each(id, outcome, place -> csv.write(files.cells(place)));
          }
        }
      }
    } catch (NoSuchFileException gone) {
      throw ProblemException.of(ImportProblem.FILE_EXPIRED);
    }
  }

  private void each(UUID id, RowOutcome outcome, PlaceConsumer consumer) throws IOException {
    var after = 0L;
    List<RowPlace> places;
    do {
      places = jobs.places(id, outcome, after, PLACES_AT_ONCE);
      for (var place : places) {
        consumer.accept(place);
        after = place.number();
      }
    } while (places.size() == PLACES_AT_ONCE);
  }

  /** Committed before the first row is read: what was sent is on record, however it ends. */
  private void noteAccess(ImportJobsRecord job, RowOutcome outcome) {
    var entry =
        trail
            .entry("imports.rows-read", "import", job.getImportId())
            .withWorkflow(job.getWorkflowId())
            .withDetails(Map.of("outcome", outcome.spelling()));
    tenancy.change(job.getTenantId(), db -> Audit.append(db, entry));
  }

  @FunctionalInterface
  private interface PlaceConsumer {
    void accept(RowPlace place) throws IOException;
  }
}
