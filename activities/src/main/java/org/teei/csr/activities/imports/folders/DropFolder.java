package org.teei.csr.activities.imports.folders;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;

/**
 * Where partners of a company lay files. A folder is named by its tenant and its own name, a file
 * by its name in the folder.
 */
public interface DropFolder {

  /**
   * A file.
   *
   * @param regular false for what only points elsewhere, and is never followed
   */
  record Entry(String name, long length, Instant modified, boolean regular) {}

  /**
   * The files of a folder, by name; without those that say by their name that they are not whole.
   */
  List<Entry> list(String tenant, String folder) throws IOException;

  /**
   * Opens a file.
   *
   * @throws NoSuchFileException if there is none
   */
  InputStream open(String tenant, String folder, String name) throws IOException;

  /** Lays a file aside that is an import now. */
  void done(String tenant, String folder, String name) throws IOException;

  /** Lays a file aside that cannot be an import, with the reason in a file beside it. */
  void refused(String tenant, String folder, String name, String reason) throws IOException;
}
