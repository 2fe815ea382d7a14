package org.teei.csr.activities.imports.folders;

import java.io.InputStream;
import java.util.List;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.workflows.shared.FailureClass;

/** A folder in an installation that has nowhere to lay files: each look says so, and parks. */
final class NoDropFolder implements DropFolder {

  @Override
  public List<Entry> list() {
    throw missing();
  }

  @Override
  public InputStream open(Entry file) {
    throw missing();
  }

  @Override
  public void done(Entry file) {
    throw missing();
  }

  @Override
  public void refused(Entry file, String reason) {
    throw missing();
  }

  private static StepFailure missing() {
    return new StepFailure(FailureClass.PERMANENT, "no-drop-folders");
  }
}
