package org.teei.csr.workflows.imports.folders;

/** Takes in the files of a folder that are still as they were. */
public record FolderTake(FolderRef ref, FolderLook look) {}
