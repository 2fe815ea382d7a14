package org.teei.csr.deploy.operations;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.teei.csr.deploy.shared.CsrFailure;

/**
 * An application as it runs: copied out of the build folder, so that a rebuild never changes a jar
 * under a running process; one of Spring Boot laid out as files, which starts faster than nested
 * jars.
 *
 * @param id the start of the executable jar's hash
 * @param jar what {@code java -jar} takes
 * @param startedBefore whether an earlier start has laid it out
 */
record ApplicationBuild(String id, Path jar, boolean startedBefore) {
  private static final int KEPT_BUILDS = 6;

  /** How the copy of a jar becomes a folder with what runs. */
  private interface Layout {
    void lay(Path jar, Path destination) throws IOException, InterruptedException;
  }

  /** An application of Spring Boot. */
  static ApplicationBuild prepare(Path executableJar, String name, DataFolder data)
      throws IOException, InterruptedException {
    return prepare(executableJar, name, data, ApplicationBuild::extract);
  }

  /** An application without Spring, which cannot lay itself out and runs from its jar. */
  static ApplicationBuild copy(Path executableJar, String name, DataFolder data)
      throws IOException, InterruptedException {
    return prepare(
        executableJar,
        name,
        data,
        (jar, destination) -> {
          Files.createDirectories(destination);
          Files.move(jar, destination.resolve(jar.getFileName()));
        });
  }

  private static ApplicationBuild prepare(
      Path executableJar, String name, DataFolder data, Layout layout)
      throws IOException, InterruptedException {
    String id = Cache.sha256(executableJar).substring(0, 12);
    Path folder = data.builds().resolve(name + "-" + id);
    Path jar = folder.resolve(name + ".jar");
    boolean startedBefore = Files.exists(jar);
    if (!startedBefore) {
      Path draft = data.builds().resolve("." + name + ".new");
      Cache.delete(draft);
      Files.createDirectories(draft);
      Path copy = draft.resolve(name + ".jar");
      Files.copy(executableJar, copy);
      layout.lay(copy, draft.resolve("extracted"));
      Files.move(draft.resolve("extracted"), folder, StandardCopyOption.ATOMIC_MOVE);
      Cache.delete(draft);
      forgetOldBuilds(data);
    }
    Files.setLastModifiedTime(folder, FileTime.from(Instant.now()));
    return new ApplicationBuild(id, jar, startedBefore);
  }

  private static void extract(Path jar, Path destination) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djarmode=tools",
                "-jar",
                jar.toString(),
                "extract",
                "--destination",
                destination.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new CsrFailure(jar.getFileName() + " could not be unpacked: " + output.strip());
    }
  }

  /**
   * Those used least recently that no run needs; one at a time, as applications are prepared at the
   * same time.
   */
  private static synchronized void forgetOldBuilds(DataFolder data) throws IOException {
    List<Path> newestFirst;
    try (var builds = Files.list(data.builds())) {
      newestFirst =
          builds
              .filter(build -> !ServedBuilds.isServed(build))
              .sorted(
                  Comparator.comparingLong((Path build) -> build.toFile().lastModified())
                      .reversed())
              .toList();
    }
    for (Path build : newestFirst.stream().skip(KEPT_BUILDS).toList()) {
      Cache.delete(build);
    }
  }
}
