package org.teei.csr.workflows.imports.folders;

/**
 * What a run did with the files of a folder.
 *
 * @param imported files that are imports now, or were before
 * @param refused files that cannot be imported
 * @param left files that were still being written
 */
public record FolderCounts(int imported, int refused, int left) {

  static final FolderCounts NONE = new FolderCounts(0, 0, 0);
}
