package org.teei.csr.workflows.imports.folders;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Looks into a drop folder and makes imports of what lies there, each file once by its name and
 * content. Looks twice, some seconds apart, and leaves alone what has changed in between: it is
 * still being written. Held by drain switches; its steps park, see {@link
 * org.teei.csr.workflows.operations.Resolvable}, and a run that is given up fails with {@code
 * imports/folder-not-read}. Runs on a Temporal Schedule that follows the row of the folder.
 */
@WorkflowInterface
public interface DropFolderWorkflow {

  @WorkflowMethod
  FolderCounts run(FolderRef ref);
}
