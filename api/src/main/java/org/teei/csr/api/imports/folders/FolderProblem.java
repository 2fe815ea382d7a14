package org.teei.csr.api.imports.folders;

import org.teei.csr.api.problems.ProblemConstant;

/** What can go wrong with a drop folder and with a file in it. */
enum FolderProblem implements ProblemConstant {
  FOLDER_EXISTS(409, "There is a drop folder of this name", "Choose another name."),
  NOT_A_FILE(
      422, "What lies in the folder is a link and no file", "Lay the file itself into the folder.");

  private final Text text;

  FolderProblem(int status, String title, String remedy) {
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
