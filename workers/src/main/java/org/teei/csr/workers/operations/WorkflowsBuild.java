package org.teei.csr.workers.operations;

import io.temporal.common.WorkerDeploymentVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The build of the workflows that this process runs: a digest of their classes and the version of
 * the SDK. What else has changed plays no part, so that workers of two builds with the same
 * workflows take each other's runs.
 */
record WorkflowsBuild(String id) {
  private static final String WRITTEN_BY_THE_BUILD = "/META-INF/csr-workflows-build";
  private static final String DEPLOYMENT = "csr";

  static WorkflowsBuild here() {
    try (InputStream written = WorkflowsBuild.class.getResourceAsStream(WRITTEN_BY_THE_BUILD)) {
      if (written == null) {
        throw new IllegalStateException(WRITTEN_BY_THE_BUILD + " is not on the class path");
      }
      return new WorkflowsBuild(new String(written.readAllBytes(), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its name at Temporal. */
  WorkerDeploymentVersion version() {
    return new WorkerDeploymentVersion(DEPLOYMENT, id);
  }
}
