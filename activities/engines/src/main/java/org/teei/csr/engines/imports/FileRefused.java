package org.teei.csr.engines.imports;

/** The file as a whole cannot be read. The message holds the code and line only. */
public final class FileRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient FileProblem problem;

  FileRefused(FileProblem problem) {
    super(
        problem.line() == null
            ? problem.code().id()
            : problem.code().id() + " at line " + problem.line());
    this.problem = problem;
  }

  public FileProblem problem() {
    return problem;
  }
}
