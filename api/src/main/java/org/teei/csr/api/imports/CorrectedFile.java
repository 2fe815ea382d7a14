package org.teei.csr.api.imports;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.security.DigestInputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.imports.Corrections.Correcting;
import org.teei.csr.api.imports.NewCorrection.LedgerState;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.engines.imports.CorrectionHeader;
import org.teei.csr.engines.imports.CorrectionInput;
import org.teei.csr.engines.imports.CsvFormat.Delimiter;
import org.teei.csr.engines.imports.CsvSniffer;
import org.teei.csr.engines.imports.FileProblem;
import org.teei.csr.engines.imports.FileProblemCode;
import org.teei.csr.engines.imports.FileRefused;
import org.teei.csr.schema.jooq.tables.records.ImportJobsRecord;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.shared.Sha256;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.Tenancy;

/** Takes a corrected file in, in constant memory: checks, normalises and stores it as it comes. */
@Component
final class CorrectedFile {
  private final Tenancy tenancy;
  private final Storage storage;
  private final CurrentPrincipal principals;
  private final ImportSettings settings;

  CorrectedFile(
      Tenancy tenancy, Storage storage, CurrentPrincipal principals, ImportSettings settings) {
    this.tenancy = tenancy;
    this.storage = storage;
    this.principals = principals;
    this.settings = settings;
  }

  Correcting of(HttpServletRequest request) {
    return (job, state, files) -> store(job, state, files, request);
  }

  private NewCorrection store(
      ImportJobsRecord job, LedgerState state, StoredFiles files, HttpServletRequest request)
      throws IOException {
    var original = files.header();
    var body = UploadBody.open(request, settings.largestUpload());
    var digest = Sha256.start();
    var raw = new DigestInputStream(body.file(), digest);
    var head = raw.readNBytes(CsvSniffer.HEAD_BYTES + 1);
    var whole = head.length <= CsvSniffer.HEAD_BYTES;
    var rows = new CorrectableRows(tenancy, job.getTenantId(), job.getImportId());
    var name = "imports/" + Ids.next();
    try {
      var header = CorrectionHeader.sniff(original, head, whole, body.charset());
      var content = new SequenceInputStream(new ByteArrayInputStream(head), new Unclosed(raw));
      var input =
          CorrectionInput.open(
              content, header, original, Delimiter.of(job.getDelimiter()), rows::take);
      var stored = storage.write(job.getTenantId(), name, input).length();
      finish(job, name, raw, body);
      return new NewCorrection(
          job, principals.get().name(), digest.digest(), name, stored, refusal(input, rows), state);
    } catch (FileRefused refused) {
      throw FileProblemEntry.refusal(refused.problem());
    }
  }

  /** Reads what is left, for the digest; what a broken request has stored goes at once. */
  private void finish(ImportJobsRecord job, String name, InputStream raw, UploadBody body)
      throws IOException {
    var complete = false;
    try {
      raw.transferTo(OutputStream.nullOutputStream());
      body.finish();
      complete = true;
    } finally {
      if (!complete) {
        storage.delete(job.getTenantId(), name);
      }
    }
  }

  /** Stays open at its end: what follows a file in a form is read behind it. */
  private static final class Unclosed extends FilterInputStream {
    Unclosed(InputStream in) {
      super(in);
    }

    @Override
    public void close() {}
  }

  private static @Nullable ProblemException refusal(CorrectionInput input, CorrectableRows rows) {
    var unreadable = input.refused();
    if (!rows.faults().isEmpty()) {
      return ProblemException.of(ImportProblem.ROWS_NOT_CORRECTABLE, List.copyOf(rows.faults()));
    }
    if (unreadable != null) {
      return FileProblemEntry.refusal(unreadable.problem());
    }
    return input.rows() == 0
        ? FileProblemEntry.refusal(FileProblem.of(FileProblemCode.HEADER_ONLY))
        : null;
  }
}
