package org.teei.csr.api.imports;

import java.util.stream.Stream;
import org.teei.csr.api.problems.ProblemConstant;

/** What can go wrong with an import apart from its file. */
enum ImportProblem implements ProblemConstant {
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
  FILE_TOO_LARGE(
      413, "The file is too large", "Split the file; the largest that is taken has 1 GiB."),
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
  DRY_RUN(
      409, "The import was a dry run", "A dry run wrote nothing; there is nothing to take back."),
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
  static ImportProblem ofRefusal(String failureType) {
    return Stream.of(ALREADY_PAUSED, NOT_PAUSED, ENDING)
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
