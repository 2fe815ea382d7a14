package org.teei.csr.api.imports;

import java.util.stream.Stream;
import org.teei.csr.api.problems.ProblemConstant;

/** What can go wrong with an import apart from its file. */
public enum ImportProblem implements ProblemConstant {
  UNKNOWN_KIND(404, "There is no import of this kind", "GET /v1/import-schemas lists the kinds."),
  MALFORMED_UPLOAD(
      400,
      "The multipart body cannot be read",
      "Send multipart/form-data as in RFC 7578, or the file itself as text/csv."),
  MISSING_PART(
      400, "The multipart body has no part named file", "Send the file in one part named file."),
  UNEXPECTED_PART(
      400,
      "The multipart body has a part that is not expected",
      "Send exactly one part, named file; options are query parameters."),
  UNEXPECTED_BODY(
      400,
      "An import of an upload has no body",
      "Send either the file itself, or the parameter upload without a body."),
  FILE_TOO_LARGE(
      413, "The file is too large", "Split the file; the largest that is taken has 1 GiB."),
  TOO_MANY_RUNNING(
      429,
      "The company has as many imports as may run at a time",
      "Wait until one has ended, decide about those that wait, or cancel one; GET /v1/imports/quota says how many there are."),
  TOO_MANY_BYTES_KEPT(
      413,
      "The company keeps as many bytes of files as it may",
      "Files go 30 days after they came; ask the platform's staff for a higher limit. GET /v1/imports/quota says how much is kept."),
  NOT_IN_THIS_STATE(
      409,
      "The state of the import does not allow this",
      "See currentStatus and read the import again."),
  ALREADY_PAUSED(
      409, "The import is paused already", "POST /v1/imports/{id}/resume lets it go on."),
  NOT_PAUSED(409, "The import is not paused", "Read the import again; it goes on by itself."),
  ENDING(409, "The import is ending", "Read the import again in a moment."),
  NEWER_IMPORT(409, "The same file is being imported anew", "Follow the newer import instead."),
  FILE_EXPIRED(
      410,
      "The file is not kept any more",
      "Files are kept for 30 days; send the file again to import it anew."),
  NOT_WAITING(
      409,
      "The import does not wait for approval",
      "Read the import again; only one in the mode review waits, in the status awaiting_approval."),
  ROWS_REJECTED(
      422,
      "Rows of the file were rejected, and it was to land whole or not at all",
      "GET /v1/imports/{id}/rejected.csv names them; mend them and send the file again."),
  TOO_MANY_REJECTED(
      422,
      "More rows were rejected than the import was to bear",
      "GET /v1/imports/{id}/rejected.csv names them; mend them and send the file again."),
  TOO_MANY_ROWS_FOR_ATOMIC(
      422,
      "The file has more than 200,000 rows, the most that can land at once",
      "Split the file, or use another errorPolicy."),
  APPROVAL_EXPIRED(
      409,
      "Nobody approved the import within 14 days",
      "POST /v1/imports/{id}/restart makes a new preview and waits again."),
  NO_PREVIEW(
      409,
      "There is no preview of this import",
      "An import has one in the mode review while it waits for approval, and in the mode dry-run at its end."),
  DRY_RUN(
      409,
      "The import was a dry run",
      "A dry run wrote nothing: there is nothing to correct and nothing to take back. Import the file with mode=commit."),
  CHANGED_MEANWHILE(
      409,
      "Rows of the import were corrected or discarded in the meantime",
      "Fetch rejected.csv again, and send what is left to correct."),
  ROWS_NOT_CORRECTABLE(
      422,
      "Rows cannot be corrected",
      "See errors for the rows; fetch rejected.csv again. Nothing was changed."),
  ABORTED(
      409,
      "A person ended the import after a step had failed",
      "Send the file again when what failed is mended."),
  EXPIRED(
      409,
      "No decision about a failed step was made in time",
      "POST /v1/imports/{id}/restart goes on from the last finished stage."),
  ENDED_OUTSIDE(
      409,
      "The workflow of the import was ended from outside",
      "Send the file again; rows that took effect are found to be duplicates then."),
  TOO_MANY_LISTENERS(
      429,
      "Imports are being followed too often at a time",
      "End streams that nobody reads, or ask GET /v1/imports/{id} from time to time."),
  IMPORTED_ANEW(
      409,
      "The same file was imported anew",
      "Take the newer import back first; this one can be taken back then."),
  UNDO_EXPIRED(
      410,
      "The import cannot be taken back any more",
      "What an import replaced is kept for as long as its file, 30 days; import a file with the right rows instead."),
  UNDO_UNFINISHED(
      409,
      "The import was taken back in part only",
      "POST /v1/imports/{id}/undo goes on with the rows that are left."),
  ROWS_KEPT(
      409,
      "Some rows of the import were not taken back",
      "GET /v1/imports/{id}/rows?reversal=kept, or failed, says for each row why."),
  WORKFLOW_UNREACHABLE(
      503,
      "The import cannot be told now",
      "Nothing was changed; try again after the time in Retry-After.");

  private final Text text;

  ImportProblem(int status, String title, String remedy) {
    this.text = new Text(status, title, remedy);
  }

  /** What a workflow answered a command with; its failure types are the tails of problem types. */
  public static ImportProblem ofRefusal(String failureType) {
    return Stream.of(ALREADY_PAUSED, NOT_PAUSED, ENDING, NOT_WAITING)
        .filter(problem -> failureType.equals(problem.feature() + "/" + problem.code()))
        .findFirst()
        .orElse(NOT_IN_THIS_STATE);
  }

  @Override
  public String feature() {
    return "imports";
  }

  @Override
  public Text text() {
    return text;
  }
}
