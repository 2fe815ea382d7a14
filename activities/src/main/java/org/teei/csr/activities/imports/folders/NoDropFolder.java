package org.teei.csr.activities.imports.folders;

import java.io.InputStream;
import java.util.List;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.workflows.shared.FailureClass;

/** An installation that has nowhere to lay files: each look says so, and parks. */
public final class NoDropFolder implements DropFolder {

  @Override
  public List<Entry> list(String tenant, String folder) {
    throw missing();
  }

  @Override
  public InputStream open(String tenant, String folder, String name) {
    throw missing();
  }

  @Override
  public void done(String tenant, String folder, String name) {
    throw missing();
  }

  @Override
  public void refused(String tenant, String folder, String name, String reason) {
    throw missing();
  }

  private static StepFailure missing() {
    return new StepFailure(FailureClass.PERMANENT, "no-drop-folders");
  }
}
