package org.teei.csr.deploy.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder that holds everything one stack keeps. Only its owner can enter it, because keys and
 * passwords lie here.
 */
record DataFolder(Path root) {
  private static final long LONG_LOG = 20L * 1024 * 1024;

  DataFolder {
    root = root.toAbsolutePath().normalize();
  }

  Path stackFile() {
    return root.resolve("stack.json");
  }

  Path lockFile() {
    return root.resolve("launcher.lock");
  }

  Path postgres() {
    return root.resolve("postgres");
  }

  Path temporalDatabase() {
    return root.resolve("temporal.db");
  }

  Path nats() {
    return root.resolve("nats");
  }

  Path storage() {
    return root.resolve("storage");
  }

  Path dropFolders() {
    return root.resolve("drop-folders");
  }

  /** The ledger of the simulators. */
  Path simulators() {
    return root.resolve("simulators");
  }

  Path credentials() {
    return root.resolve("credentials.json");
  }

  /** The tokens of who has signed in. */
  Path login() {
    return root.resolve("login.json");
  }

  Path kmsKey() {
    return root.resolve("kms.key");
  }

  Path builds() {
    return root.resolve("builds");
  }

  Path logs() {
    return root.resolve("logs");
  }

  Path log(Role role) {
    return logs().resolve(role + ".log");
  }

  /** Makes the folder and those that its servers expect. */
  void create() throws IOException {
    if (!Files.isDirectory(root)) {
      Files.createDirectories(root.getParent());
      Files.createDirectories(
          root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    for (Path folder : new Path[] {logs(), nats(), storage(), builds()}) {
      Files.createDirectories(folder);
    }
  }

  /** Puts a log that has grown long aside, in place of the one put aside before. */
  void rollLogs() throws IOException {
    for (Role role : Role.values()) {
      Path log = log(role);
      // The launcher's own log is open while it runs, so it is left alone here.
      if (role != Role.LAUNCHER && Files.exists(log) && Files.size(log) > LONG_LOG) {
        Files.move(log, logs().resolve(role + ".1.log"), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /**
   * Replaces {@code file} in one step by one that only its owner reads: a reader sees the old or
   * the new content.
   */
  static void writeAtomically(Path file, String content) throws IOException {
    Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
    Path draft = Files.createTempFile(folder, "." + file.getFileName(), ".new");
    try {
      Files.writeString(draft, content);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
