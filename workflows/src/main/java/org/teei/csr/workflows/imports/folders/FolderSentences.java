package org.teei.csr.workflows.imports.folders;

import java.util.Locale;

/** What people read about a drop folder in the Temporal UI. */
final class FolderSentences {

  static final String LOOK = "Looking into the folder";
  static final String SETTLE = "Waiting whether files still grow";
  static final String TAKE = "Making imports of the files";
  static final String EMPTY = "Done. Nothing lies in the folder.";
  static final String GIVEN_UP = "Ended without success; the next run tries again.";

  private FolderSentences() {}

  static String done(FolderCounts counts) {
    return String.format(
        Locale.ROOT,
        "Done. %,d files imported, %,d refused, %,d left because they are still being written,"
            + " %,d for which there is no room yet.",
        counts.imported(),
        counts.refused(),
        counts.left(),
        counts.waiting());
  }
}
