package org.teei.csr.deploy.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import org.teei.csr.deploy.shared.CsrFailure;

/**
 * The working copy of the repository that the command belongs to, and what it remembers in {@code
 * .csr}.
 */
record Checkout(Path root) {

  /**
   * The folder that {@code ./csr} passes as {@code csr.checkout}, else the one this class was built
   * in.
   */
  static Checkout here() {
    String given = System.getProperty("csr.checkout");
    if (given != null) {
      return new Checkout(Path.of(given).toAbsolutePath().normalize());
    }
    try {
      Path code =
          Path.of(Checkout.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      for (Path folder = code; folder != null; folder = folder.getParent()) {
        if (Files.isRegularFile(folder.resolve("csr"))
            && Files.isDirectory(folder.resolve("deploy"))) {
          return new Checkout(folder);
        }
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    throw new CsrFailure("The checkout was not found; start this program by ./csr.");
  }

  Path defaultData() {
    return root.resolve(".csr").resolve("data");
  }

  /** The data folder of the stack that this checkout started last, else the default one. */
  Path currentData() {
    Path current = root.resolve(".csr").resolve("current");
    try {
      return Files.exists(current) ? Path.of(Files.readString(current).strip()) : defaultData();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void rememberData(Path data) {
    try {
      DataFolder.writeAtomically(root.resolve(".csr").resolve("current"), data + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The executable jar that the build made of a module, if it has been built.
   *
   * @param module its folder
   */
  Optional<Path> executableJar(String module) {
    Path folder = root.resolve(module);
    Path target = folder.resolve("target");
    if (!Files.isDirectory(target)) {
      return Optional.empty();
    }
    try (var jars =
        Files.newDirectoryStream(target, "csr-" + folder.getFileName() + "-*-exec.jar")) {
      Optional<Path> newest = Optional.empty();
      for (Path jar : jars) {
        newest =
            newest.filter(other -> byAge().compare(other, jar) >= 0).or(() -> Optional.of(jar));
      }
      return newest;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Comparator<Path> byAge() {
    return Comparator.comparingLong(path -> path.toFile().lastModified());
  }
}
