package org.teei.csr.schema.storage;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** There is no room left to store something; nothing of it was kept. */
public final class StorageFullException extends IOException {
  private static final long serialVersionUID = 1;

  public StorageFullException(@Nullable Throwable cause) {
    super("There is no room left in the storage", cause);
  }

  /** The same failure, by this name where it means this. */
  static IOException named(IOException failure) {
    return failure instanceof StorageFullException || !isMeantBy(failure)
        ? failure
        : new StorageFullException(failure);
  }

  /**
   * Whether the operating system says that a disk, or somebody's share of it, is full. The JDK has
   * no exception of its own for it, only these words of the system ({@code ENOSPC} and {@code
   * EDQUOT}).
   */
  public static boolean isMeantBy(Throwable failure) {
    return failure instanceof StorageFullException
        || failure instanceof IOException
            && failure.getMessage() != null
            && (failure.getMessage().contains("No space left on device")
                || failure.getMessage().contains("Disk quota exceeded"));
  }
}
