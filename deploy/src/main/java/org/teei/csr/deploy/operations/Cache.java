package org.teei.csr.deploy.operations;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;

/**
 * Unpacked programs, shared by all checkouts of one user. An entry appears complete or not at all.
 */
record Cache(Path root) {

  @FunctionalInterface
  interface Filling {
    void into(Path folder) throws IOException, InterruptedException;
  }

  static Cache ofUser() {
    var environment = System.getenv();
    String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
    String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path root = caches.isEmpty() ? Path.of(home, ".cache") : Path.of(caches);
    return new Cache(root.resolve("teei-csr"));
  }

  /**
   * The entry's folder; filled first if it is not there. Of several that fill at once, the first to
   * finish wins.
   */
  Path entry(String name, Filling filling) throws IOException, InterruptedException {
    Path entry = root.resolve(name);
    if (Files.isDirectory(entry)) {
      return entry;
    }
    Files.createDirectories(root);
    Path draft = Files.createTempDirectory(root, "." + name);
    try {
      Path content = Files.createDirectory(draft.resolve("content"));
      filling.into(content);
      Files.move(content, entry, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(entry)) {
        throw e;
      }
    } finally {
      delete(draft);
    }
    return entry;
  }

  static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (var paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  static String sha256(InputStream content) {
    try (var digest = new DigestInputStream(content, MessageDigest.getInstance("SHA-256"))) {
      digest.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String sha256(Path file) {
    try {
      return sha256(Files.newInputStream(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
