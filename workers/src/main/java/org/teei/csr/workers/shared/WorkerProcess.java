package org.teei.csr.workers.shared;

import java.util.UUID;

/** The name of this process in leases: new with each start, so that a successor is a stranger. */
public record WorkerProcess(String name) {
  static WorkerProcess fresh() {
    return new WorkerProcess("workers-" + ProcessHandle.current().pid() + "-" + UUID.randomUUID());
  }
}
