package org.teei.csr.deploy.operations;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Workers of an earlier build, which finish the runs that Temporal has tied to it and end then.
 * Nothing waits for them to be ready, and they serve on a port that nobody knows.
 */
record OutgoingWorker(ApplicationBuild build, ServedBuilds served, ApplicationServer server)
    implements Server {
  /** Half of what the current workers have: there may be several, and each has little to do. */
  static final String MEMORY = "512m";

  private static final int ANY_PORT = 0;

  /**
   * @param environment of the workers that take over
   */
  static OutgoingWorker of(
      ApplicationBuild build,
      ServedBuilds served,
      List<String> program,
      Map<String, String> environment) {
    var changed = new HashMap<>(environment);
    changed.put("CSR_TEMPORAL_VERSIONING", "outgoing");
    // Its migrations are those of yesterday.
    changed.remove("CSR_DATABASE_OWNER_USERNAME");
    changed.remove("CSR_DATABASE_OWNER_PASSWORD");
    return new OutgoingWorker(
        build, served, new ApplicationServer(Role.WORKER, program, changed, ANY_PORT));
  }

  @Override
  public Role role() {
    return Role.WORKER;
  }

  @Override
  public String name() {
    return role() + " of build " + build.id();
  }

  @Override
  public ProcessBuilder command() {
    return server.command();
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public boolean endsWith(int exit) {
    if (exit != 0) {
      return false;
    }
    try {
      served.drained(build);
    } catch (IOException e) {
      // Asked once more by the next start.
      return true;
    }
    return true;
  }
}
