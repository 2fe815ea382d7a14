package org.teei.csr.deploy.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pinned package of Debian that holds a program of which there is no wheel. It is fetched by the
 * machine's own apt, which knows its mirror, and unpacked; nothing is installed, and no right of
 * the administrator is needed.
 *
 * @param path of the program in the package
 * @param sha256 hash of the package by {@link Platform#key}
 */
record DebianPackage(String name, String version, String path, Map<String, String> sha256) {

  /**
   * The package file, not yet held against its hash.
   *
   * @param work an empty folder
   * @return empty where this machine has no apt, or apt not this package
   */
  Optional<Path> download(Path work) throws IOException, InterruptedException {
    if (SearchPath.find("apt-get").isEmpty() || SearchPath.find("dpkg-deb").isEmpty()) {
      return Optional.empty();
    }
    if (!apt(work, List.of(), "download", name + "=" + version)) {
      // A machine whose lists were never fetched, or are too old: lists of our own, for this once.
      List<String> ownLists = ownLists(work);
      if (!apt(work, ownLists, "update")
          || !apt(work, ownLists, "download", name + "=" + version)) {
        return Optional.empty();
      }
    }
    try (var files = Files.newDirectoryStream(work, "*.deb")) {
      return Optional.of(files.iterator().next());
    }
  }

  /** What unpacks a package file to a tar archive on its standard output. */
  static ProcessBuilder unpacking(Path file) {
    return new ProcessBuilder("dpkg-deb", "--fsys-tarfile", file.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD);
  }

  private static List<String> ownLists(Path work) throws IOException {
    Path state = work.resolve("state");
    Path cache = work.resolve("cache");
    Files.createDirectories(state.resolve("lists/partial"));
    Files.createDirectories(cache.resolve("archives/partial"));
    Path status = Files.createFile(work.resolve("status"));
    return List.of(
        "--option=Dir::State=" + state,
        "--option=Dir::State::status=" + status,
        "--option=Dir::Cache=" + cache);
  }

  private static boolean apt(Path work, List<String> options, String... command)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("apt-get", "--quiet=2"));
    // Else apt would change to a user that may not write here.
    all.add("--option=APT::Sandbox::User=" + System.getProperty("user.name"));
    all.addAll(options);
    all.addAll(List.of(command));
    return new ProcessBuilder(all)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(work.resolve("apt.log").toFile()))
            .start()
            .waitFor()
        == 0;
  }
}
