package org.teei.csr.activities.imports;

import org.jspecify.annotations.Nullable;

/** Tells that a long step lives, and how far it is. */
@FunctionalInterface
interface Heartbeat {

  /**
   * @param rows read so far
   * @param bytes of the stored file read so far
   */
  record Progress(long rows, long bytes) {}

  /**
   * May be called from any thread.
   *
   * @throws io.temporal.client.ActivityCompletionException if the step is to end
   */
  void beat(@Nullable Progress progress);
}
