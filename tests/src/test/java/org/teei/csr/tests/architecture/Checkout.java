package org.teei.csr.tests.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of the repository, as far as rules and documents are about them. */
public final class Checkout {
  private static final Path ROOT = root(Path.of("").toAbsolutePath());

  private Checkout() {}

  public static Path root() {
    return ROOT;
  }

  /** A path as it is written in messages and pages. */
  public static String relative(Path file) {
    return ROOT.relativize(file).toString().replace('\\', '/');
  }

  /** Hand-written production sources of all modules. */
  public static List<Path> sources() {
    return Stream.of(Module.values())
        .flatMap(module -> files(module.folder().resolve("src/main/java"), ".java").stream())
        .toList();
  }

  /** Hand-written sources of all modules, tests included. */
  public static List<Path> allSources() {
    return Stream.concat(
            Stream.of(Module.values()).map(Module::folder), Stream.of(ROOT.resolve("tests")))
        .flatMap(folder ->
            Stream.of("src/main/java", "src/test/java", "src/codegen/java")
                .flatMap(sources -> files(folder.resolve(sources), ".java").stream()))
        .toList();
  }

  /** Files under a folder by the end of their name, in order; none if there is no such folder. */
  public static List<Path> files(Path folder, String ending) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var paths = Files.walk(folder)) {
      return paths.filter(path -> path.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root(Path folder) {
    for (Path candidate = folder; candidate != null; candidate = candidate.getParent()) {
      if (Files.exists(candidate.resolve("mvnw"))) {
        return candidate;
      }
    }
    throw new IllegalStateException("No checkout above " + folder);
  }
}
