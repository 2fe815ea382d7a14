package org.teei.csr.deploy.operations;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.teei.csr.deploy.shared.CsrFailure;

/**
 * The builds of the workers of one stack with which runs have begun and may not have ended, as
 * files in their folders remember it. Temporal ties some runs to the build of the workflows that
 * they began with; two builds of the workers may hold the same one.
 */
record ServedBuilds(DataFolder data) {
  private static final String MARKER = "serves";
  private static final String WORKFLOWS = "csr-workflows-";
  private static final String WRITTEN_BY_THE_BUILD = "META-INF/csr-workflows-build";

  /** Whether runs may need the build in this folder, so that it must not be deleted. */
  static boolean isServed(Path folder) {
    return Files.exists(folder.resolve(MARKER));
  }

  /** Notes that runs begin with a build from now on, in place of others with the same workflows. */
  void serve(ApplicationBuild build) throws IOException {
    String workflows = workflows(build);
    for (Path other : served()) {
      if (Files.readString(other.resolve(MARKER)).equals(workflows)) {
        Files.delete(other.resolve(MARKER));
      }
    }
    Files.writeString(build.jar().resolveSibling(MARKER), workflows);
  }

  /** Notes that no run needs the build any more. */
  void drained(ApplicationBuild build) throws IOException {
    Files.deleteIfExists(build.jar().resolveSibling(MARKER));
  }

  /** The other builds that runs may still need, newest first. */
  List<ApplicationBuild> besides(ApplicationBuild current) throws IOException {
    Set<String> seen = new HashSet<>(Set.of(workflows(current)));
    List<ApplicationBuild> found = new ArrayList<>();
    for (Path folder : served()) {
      if (seen.add(Files.readString(folder.resolve(MARKER)))) {
        String name = folder.getFileName().toString();
        Path jar = folder.resolve(Role.WORKER + ".jar");
        found.add(new ApplicationBuild(name.substring(name.lastIndexOf('-') + 1), jar, true));
      }
    }
    return found;
  }

  private List<Path> served() throws IOException {
    try (Stream<Path> folders = Files.list(data.builds())) {
      return folders
          .filter(ServedBuilds::isServed)
          .sorted(
              Comparator.comparingLong((Path folder) -> folder.toFile().lastModified()).reversed())
          .toList();
    }
  }

  /** The jar of the workflows of a build of the workers. */
  static Path workflowsOf(Path workersJar) throws IOException {
    try (Stream<Path> libraries = Files.list(workersJar.resolveSibling("lib"))) {
      return libraries
          .filter(file -> file.getFileName().toString().startsWith(WORKFLOWS))
          .findFirst()
          .orElseThrow(() -> new CsrFailure(workersJar + " holds no workflows."));
    }
  }

  private static String workflows(ApplicationBuild build) throws IOException {
    try (var jar = new ZipFile(workflowsOf(build.jar()).toFile())) {
      ZipEntry written = jar.getEntry(WRITTEN_BY_THE_BUILD);
      if (written == null) {
        throw new CsrFailure(build.jar() + " does not name the build of its workflows.");
      }
      try (InputStream name = jar.getInputStream(written)) {
        return new String(name.readAllBytes(), StandardCharsets.UTF_8).strip();
      }
    }
  }
}
