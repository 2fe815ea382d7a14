package org.teei.csr.schema.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Objects of tenants outside the database. A name is one or more parts of letters, digits, {@code .
 * _ -}, joined by {@code /}; no part begins with a dot. Other names are refused with {@link
 * IllegalArgumentException}.
 */
public interface Storage {
  /**
   * Stores {@code content}, encrypted, reading it to its end in constant memory. The object appears
   * whole or not at all; an earlier one of this name is replaced.
   *
   * @throws StorageFullException if there is no room left for it
   */
  Stored write(String tenant, String name, InputStream content) throws IOException;

  /**
   * Opens an object for reading from {@code offset} bytes of its content. Reading fails with {@link
   * IOException} where the stored bytes were changed or cut.
   *
   * @throws NoSuchFileException if there is none
   */
  InputStream open(String tenant, String name, long offset) throws IOException;

  /** Deletes an object for good; does nothing if there is none. */
  void delete(String tenant, String name) throws IOException;

  /** The objects whose names begin with {@code prefix}, by name. */
  List<StoredObject> list(String tenant, String prefix) throws IOException;

  /**
   * Stores evidence in the clear, which nothing here can replace or delete. Names are apart from
   * those of objects.
   *
   * @return false, and nothing is changed, if the name is taken
   */
  boolean writeOnce(String tenant, String name, byte[] content) throws IOException;

  /** Evidence stored by {@link #writeOnce}. */
  Optional<byte[]> readOnce(String tenant, String name) throws IOException;

  /** Names of evidence that begin with {@code prefix}, in order. */
  List<String> listOnce(String tenant, String prefix) throws IOException;

  /**
   * What was written.
   *
   * @param length of the content in bytes
   * @param sha256 of the content
   */
  record Stored(long length, byte[] sha256) {}

  /** An object in a list. */
  record StoredObject(String name, Instant modifiedAt) {}
}
