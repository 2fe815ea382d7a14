package org.teei.csr.activities.imports.folders;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.teei.csr.schema.shared.Ids;

/**
 * The folder {@code <base>/<tenant>/<folder>}, with {@code done} and {@code refused} in it. Whoever
 * writes there is not trusted: every step goes from one open directory to the next, never by a
 * path, so that no link leads out, not even one that is laid there in between.
 */
final class FileDropFolder implements DropFolder {
  private static final int UNIQUE_DIGITS = 8;

  private final Path base;
  private final String tenant;
  private final String folder;
  private final Clock clock = Clock.systemUTC();

  FileDropFolder(Path base, String tenant, String folder) {
    this.base = base;
    this.tenant = tenant;
    this.folder = folder;
  }

  private interface Work<T> {
    T in(SecureDirectoryStream<Path> folder) throws IOException;
  }

  @Override
  public List<Entry> list() throws IOException {
    return in(here -> {
      List<Entry> entries = new ArrayList<>();
      for (Path path : here) {
        Path name = path.getFileName();
        BasicFileAttributes found =
            here.getFileAttributeView(name, BasicFileAttributeView.class, NOFOLLOW_LINKS)
                .readAttributes();
        if ((found.isRegularFile() || found.isSymbolicLink())
            && DropFolder.whole(name.toString())) {
          entries.add(
              new Entry(
                  name.toString(),
                  found.size(),
                  found.lastModifiedTime().toInstant(),
                  found.isRegularFile(),
                  ""));
        }
      }
      entries.sort(Comparator.comparing(Entry::name));
      return entries;
    });
  }

  @Override
  public InputStream open(Entry file) throws IOException {
    return in(here ->
        Channels.newInputStream(
            here.newByteChannel(
                plain(file.name()), Set.of(StandardOpenOption.READ, NOFOLLOW_LINKS))));
  }

  @Override
  public void done(Entry file) throws IOException {
    layAside("done", file.name(), "");
  }

  @Override
  public void refused(Entry file, String reason) throws IOException {
    layAside("refused", file.name(), reason);
  }

  /** Under a name with the time before it: files of one name come again and again. */
  private void layAside(String place, String name, String reason) throws IOException {
    String unique = Ids.next().toString();
    Path target =
        Path.of(
            STAMP.format(clock.instant())
                + "-"
                + unique.substring(unique.length() - UNIQUE_DIGITS)
                + "-"
                + name);
    createDirectory(base.resolve(checked(tenant)).resolve(checked(folder)).resolve(place));
    in(here -> {
      try (var aside = here.newDirectoryStream(Path.of(place), NOFOLLOW_LINKS)) {
        here.move(plain(name), aside, target);
        if (!reason.isEmpty()) {
          write(aside, Path.of(target + ".problem.txt"), reason + "\n");
        }
      }
      return target;
    });
  }

  private static void write(SecureDirectoryStream<Path> folder, Path name, String text)
      throws IOException {
    try (var file =
        folder.newByteChannel(
            name,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, NOFOLLOW_LINKS))) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    }
  }

  private <T> T in(Work<T> work) throws IOException {
    createDirectory(base);
    createDirectory(base.resolve(checked(tenant)));
    createDirectory(base.resolve(tenant).resolve(checked(folder)));
    try (var root = Files.newDirectoryStream(base)) {
      if (!(root instanceof SecureDirectoryStream<Path> secure)) {
        throw new IOException("Drop folders need a file system with secure directory streams");
      }
      try (var ofTenant = secure.newDirectoryStream(Path.of(tenant), NOFOLLOW_LINKS);
          var here = ofTenant.newDirectoryStream(Path.of(folder), NOFOLLOW_LINKS)) {
        return work.in(here);
      }
    }
  }

  private static void createDirectory(Path path) throws IOException {
    if (!Files.isDirectory(path, NOFOLLOW_LINKS)) {
      Files.createDirectories(path);
    }
  }

  private static String checked(String part) {
    if (part.isEmpty() || !part.chars().allMatch(FileDropFolder::isPlain)) {
      throw new IllegalArgumentException("Not a name for a folder");
    }
    return part;
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  }

  /** The name of a file and nothing that leads elsewhere. */
  private static Path plain(String name) {
    Path path = Path.of(name);
    if (name.isEmpty() || path.getNameCount() != 1 || path.isAbsolute() || name.startsWith(".")) {
      throw new IllegalArgumentException("Not a name of a file");
    }
    return path;
  }
}
