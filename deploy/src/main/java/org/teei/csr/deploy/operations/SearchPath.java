package org.teei.csr.deploy.operations;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Programs on the PATH. */
final class SearchPath {
  private SearchPath() {}

  static Optional<Path> find(String program) {
    String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  /**
   * Words to put before a command so that it runs in a session of its own under the same pid:
   * Ctrl-C in the terminal then reaches the launcher alone, which stops its children in order.
   * Linux has setsid, macOS has perl; without both the command still runs.
   */
  static List<String> ownSession() {
    if (find("setsid").isPresent()) {
      return List.of("setsid");
    }
    if (find("perl").isPresent()) {
      return List.of("perl", "-MPOSIX", "-e", "POSIX::setsid(); exec { $ARGV[0] } @ARGV");
    }
    return List.of();
  }
}
