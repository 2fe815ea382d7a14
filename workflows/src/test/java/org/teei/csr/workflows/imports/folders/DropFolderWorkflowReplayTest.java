package org.teei.csr.workflows.imports.folders;

import org.teei.csr.workflows.shared.ReplayTest;

class DropFolderWorkflowReplayTest extends ReplayTest {

  DropFolderWorkflowReplayTest() {
    super(FolderNames.WORKFLOW_TYPE, DropFolderWorkflowImpl.class);
  }
}
