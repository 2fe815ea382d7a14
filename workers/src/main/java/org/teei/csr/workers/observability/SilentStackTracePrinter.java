package org.teei.csr.workers.observability;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.StackTracePrinter;

/**
 * Prints where an exception came from and of what type it is, but not its message: messages of
 * libraries repeat what a file or a row holds.
 */
final class SilentStackTracePrinter implements StackTracePrinter {
  private static final int FRAMES = 30;
  private static final int CAUSES = 8;

  @Override
  public void printStackTrace(Throwable throwable, Appendable out) throws IOException {
    @Nullable Throwable cause = throwable;
    for (int i = 0; cause != null && i < CAUSES; i++) {
      out.append(i == 0 ? "" : "Caused by: ").append(cause.getClass().getName()).append('\n');
      var frames = cause.getStackTrace();
      for (int f = 0; f < Math.min(FRAMES, frames.length); f++) {
        out.append("\tat ").append(frames[f].toString()).append('\n');
      }
      cause = cause.getCause();
    }
  }
}
