package org.teei.csr.api.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.imports.Corrections.Correcting;
import org.teei.csr.api.imports.NewCorrection.LedgerState;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.engines.imports.CorrectedRow;
import org.teei.csr.engines.imports.CorrectionCsv;
import org.teei.csr.engines.imports.CorrectionHeader;
import org.teei.csr.engines.imports.CsvFormat.Delimiter;
import org.teei.csr.engines.imports.FileProblem;
import org.teei.csr.engines.imports.FileProblemCode;
import org.teei.csr.engines.imports.FormulaSafety;
import org.teei.csr.schema.jooq.tables.records.ImportJobsRecord;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.schema.shared.Sha256;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.Tenancy;

/** A row corrected by some of its cells: a correction of one row, the other cells as they were. */
@Component
final class CorrectedCells {
  private final Tenancy tenancy;
  private final Storage storage;
  private final CurrentPrincipal principals;
  private final ImportJobs jobs;

  CorrectedCells(Tenancy tenancy, Storage storage, CurrentPrincipal principals, ImportJobs jobs) {
    this.tenancy = tenancy;
    this.storage = storage;
    this.principals = principals;
    this.jobs = jobs;
  }

  /**
   * @param cells header of the file → value; null is an empty cell
   */
  Correcting of(long row, Map<String, @Nullable String> cells) {
    return (job, state, files) -> store(job, state, files, row, cells);
  }

  private NewCorrection store(
      ImportJobsRecord job,
      LedgerState state,
      StoredFiles files,
      long row,
      Map<String, @Nullable String> cells)
      throws IOException {
    var place = jobs.place(job.getImportId(), row);
    if (place == null) {
      throw ProblemException.of(RequestProblem.NOT_FOUND);
    }
    var header = files.header();
    var csv = new CorrectionCsv(header, Delimiter.of(job.getDelimiter()));
    var written = csv.write(row, merged(header, files.cells(place), cells));
    var rows = new CorrectableRows(tenancy, job.getTenantId(), job.getImportId());
    rows.take(List.of(new CorrectedRow(1, row, List.of())));
    var name = "imports/" + Ids.next();
    var stored = storage.write(job.getTenantId(), name, new ByteArrayInputStream(csv.take()));
    return new NewCorrection(
        job,
        principals.get().name(),
        Sha256.start().digest(("row " + row + " " + Json.of(new TreeMap<>(cells))).getBytes(UTF_8)),
        name,
        stored.length(),
        refusal(written, rows),
        state);
  }

  private static @Nullable ProblemException refusal(boolean written, CorrectableRows rows) {
    if (!rows.faults().isEmpty()) {
      return ProblemException.of(ImportProblem.ROWS_NOT_CORRECTABLE, rows.faults());
    }
    return written
        ? null
        : FileProblemEntry.refusal(FileProblem.of(FileProblemCode.RECORD_TOO_LONG));
  }

  /** Values are put down as files have them: what looks like a formula is protected. */
  private static List<String> merged(
      List<String> header, List<String> stored, Map<String, @Nullable String> cells) {
    List<String> merged = new ArrayList<>(stored);
    while (merged.size() < header.size()) {
      merged.add("");
    }
    List<FileProblem.Column> unknown = new ArrayList<>();
    cells.forEach((name, value) -> {
      var index = CorrectionHeader.indexOf(header, name);
      if (index < 0) {
        unknown.add(new FileProblem.Column(name.substring(0, Math.min(64, name.length())), null));
      } else {
        merged.set(index, value == null ? "" : FormulaSafety.protect(value));
      }
    });
    if (!unknown.isEmpty()) {
      throw FileProblemEntry.refusal(
          new FileProblem(FileProblemCode.UNKNOWN_HEADER, null, unknown, null));
    }
    return merged;
  }
}
