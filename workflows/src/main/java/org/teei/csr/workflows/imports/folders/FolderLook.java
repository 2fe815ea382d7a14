package org.teei.csr.workflows.imports.folders;

import java.util.List;

/**
 * What lies in a drop folder.
 *
 * @param seals of its files: digests of name, length and time, so that a file that still grows has
 *     another one at the next look
 */
public record FolderLook(List<String> seals) {

  public FolderLook {
    seals = List.copyOf(seals);
  }
}
