package org.teei.csr.workflows.imports.groups;

import java.util.List;

/** Files whose imports have ended. */
public record FileEnds(List<FileEnd> ends) {

  public FileEnds {
    ends = List.copyOf(ends);
  }

  /**
   * The end of one.
   *
   * @param succeeded whether the import was completed
   */
  public record FileEnd(int position, boolean succeeded) {}
}
