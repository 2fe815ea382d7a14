package org.teei.csr.workflows.imports.folders;

/**
 * What a run did with the files of a folder.
 *
 * @param imported files that are imports now, or were before
 * @param refused files that cannot be imported
 * @param left files that were still being written
 * @param waiting files for whose imports the company has no room, left for the next run
 */
public record FolderCounts(int imported, int refused, int left, int waiting) {

  public static final FolderCounts NONE = new FolderCounts(0, 0, 0, 0);
}
