package org.teei.csr.workflows.imports.groups;

import java.util.List;

/** Asks which imports have ended, of the files at these positions. */
public record OpenFiles(GroupRef ref, List<Integer> positions) {

  public OpenFiles {
    positions = List.copyOf(positions);
  }
}
