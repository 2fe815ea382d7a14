package org.teei.csr.api.imports;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.ProblemKind;
import org.teei.csr.engines.imports.FileProblem;
import org.teei.csr.engines.imports.FileProblemCode;

/** A refusal of a file as an entry of the problem catalogue. */
record FileProblemEntry(FileProblemCode problem) implements ProblemKind {
  private static final Set<FileProblemCode> ABOUT_HEADERS =
      EnumSet.of(
          FileProblemCode.UNKNOWN_SCHEMA,
          FileProblemCode.MISSING_HEADER,
          FileProblemCode.MAPPED_HEADER_MISSING,
          FileProblemCode.UNKNOWN_FIELD,
          FileProblemCode.FIELD_MAPPED_TWICE);

  /** The refusal of an upload, with the columns it is about. */
  static ProblemException refusal(FileProblem problem) {
    List<Fault> faults = new ArrayList<>();
    for (var column : problem.columns()) {
      var nearest = column.nearest() == null ? "" : " The file has " + column.nearest() + ".";
      faults.add(
          new Fault(
              null, null, null, problem.code().id(), "Column " + column.name() + "." + nearest));
    }
    return ProblemException.of(new FileProblemEntry(problem.code()), problem.sentence())
        .with(faults);
  }

  @Override
  public String feature() {
    return "imports";
  }

  @Override
  public String code() {
    return problem.id();
  }

  @Override
  public int status() {
    return switch (problem.kind()) {
      case MALFORMED -> 400;
      case MEDIA_TYPE -> 415;
      case UNPROCESSABLE -> 422;
    };
  }

  @Override
  public String title() {
    return problem.sentence();
  }

  @Override
  public String remedy() {
    return ABOUT_HEADERS.contains(problem)
        ? "Correct the header or the mapping; POST /v1/import-mappings/{kind}/suggestions suggests one."
        : "Correct the file and send it again; GET /v1/import-schemas describes the formats.";
  }
}
