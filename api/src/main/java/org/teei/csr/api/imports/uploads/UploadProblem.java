package org.teei.csr.api.imports.uploads;

import org.teei.csr.api.problems.ProblemConstant;

/** What can go wrong with a file that comes in pieces. */
enum UploadProblem implements ProblemConstant {
  TUS_VERSION(
      412,
      "This version of the protocol is not spoken here",
      "Send Tus-Resumable: 1.0.0 with each request."),
  WRONG_OFFSET(
      409,
      "The piece does not begin where the upload ends",
      "HEAD the upload and go on from its Upload-Offset."),
  TAKEN_OVER(
      409,
      "Another request goes on with the upload",
      "HEAD the upload; send a piece once only, and one at a time."),
  UPLOAD_TOO_LARGE(
      413,
      "The upload is too large",
      "Split the file; Tus-Max-Size says how large one may be, Upload-Length how large this one."),
  CHECKSUM_MISMATCH(
      460, "The piece did not arrive as it was sent", "Nothing of it was kept; send it again."),
  UPLOAD_EXPIRED(
      410,
      "The upload was given up",
      "An upload is kept for a day after its last piece, and for a week when it is complete. Begin another."),
  UPLOAD_UNFINISHED(
      409, "The upload is not complete", "Send what is missing; HEAD says from where on."),
  UPLOAD_IN_USE(
      409,
      "A group of imports waits for the upload",
      "Let the group end, or cancel it, before removing its files.");

  private final Text text;

  UploadProblem(int status, String title, String remedy) {
    this.text = new Text(status, title, remedy);
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
