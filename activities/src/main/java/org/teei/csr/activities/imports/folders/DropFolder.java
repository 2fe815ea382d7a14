package org.teei.csr.activities.imports.folders;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A folder where partners of a company lay files, for one look into it. */
public interface DropFolder extends AutoCloseable {
  /** What a file has behind its name while it is being written. */
  Set<String> UNFINISHED = Set.of(".part", ".tmp", ".filepart");

  int LONGEST_NAME = 200;

  /** How the time is written before the names of files that are laid aside. */
  DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * A file.
   *
   * @param regular false for what only points elsewhere, and is never followed
   * @param version another one for other content, where the folder tells; else empty
   */
  record Entry(String name, long length, Instant modified, boolean regular, String version) {}

  /** Whether a file says by its name that it is whole. */
  static boolean whole(String name) {
    return !name.isEmpty()
        && !name.startsWith(".")
        && name.length() <= LONGEST_NAME
        && UNFINISHED.stream().noneMatch(name.toLowerCase(Locale.ROOT)::endsWith);
  }

  /** The files, by name; without those that say by their name that they are not whole. */
  List<Entry> list() throws IOException;

  /**
   * Opens a file.
   *
   * @throws NoSuchFileException if there is none, or not this version of it any more
   */
  InputStream open(Entry file) throws IOException;

  /** Lays a file aside that is an import now. */
  void done(Entry file) throws IOException;

  /** Lays a file aside that cannot be an import, with the reason in a file beside it. */
  void refused(Entry file, String reason) throws IOException;

  @Override
  default void close() {}
}
