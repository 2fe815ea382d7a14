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
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.teei.csr.schema.shared.Ids;

/**
 * Folders {@code <base>/<tenant>/<folder>}, with {@code done} and {@code refused} in each. Whoever
 * writes there is not trusted: every step goes from one open directory to the next, never by a
 * path, so that no link leads out, not even one that is laid there in between.
 */
public final class FileDropFolder implements DropFolder {
  private static final Set<String> UNFINISHED = Set.of(".part", ".tmp", ".filepart");
  private static final int LONGEST_NAME = 200;
  private static final int UNIQUE_DIGITS = 8;
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Path base;
  private final Clock clock = Clock.systemUTC();

  public FileDropFolder(Path base) {
    this.base = base;
  }

  private interface Work<T> {
    T in(SecureDirectoryStream<Path> folder) throws IOException;
  }

  @Override
  public List<Entry> list(String tenant, String folder) throws IOException {
    return in(
        tenant,
        folder,
        here -> {
          List<Entry> entries = new ArrayList<>();
          for (Path path : here) {
            Path name = path.getFileName();
            BasicFileAttributes found =
                here.getFileAttributeView(name, BasicFileAttributeView.class, NOFOLLOW_LINKS)
                    .readAttributes();
            if ((found.isRegularFile() || found.isSymbolicLink()) && whole(name.toString())) {
              entries.add(
                  new Entry(
                      name.toString(),
                      found.size(),
                      found.lastModifiedTime().toInstant(),
                      found.isRegularFile()));
            }
          }
          entries.sort(Comparator.comparing(Entry::name));
          return entries;
        });
  }

  @Override
  public InputStream open(String tenant, String folder, String name) throws IOException {
    return in(
        tenant,
        folder,
        here ->
            Channels.newInputStream(
                here.newByteChannel(plain(name), Set.of(StandardOpenOption.READ, NOFOLLOW_LINKS))));
  }

  @Override
  public void done(String tenant, String folder, String name) throws IOException {
    layAside(tenant, folder, "done", name, "");
  }

  @Override
  public void refused(String tenant, String folder, String name, String reason) throws IOException {
    layAside(tenant, folder, "refused", name, reason);
  }

  /** Under a name with the time before it: files of one name come again and again. */
  private void layAside(String tenant, String folder, String place, String name, String reason)
      throws IOException {
    String unique = Ids.next().toString();
    Path target =
        Path.of(
            STAMP.format(clock.instant())
                + "-"
                + unique.substring(unique.length() - UNIQUE_DIGITS)
                + "-"
                + name);
    createDirectory(base.resolve(checked(tenant)).resolve(checked(folder)).resolve(place));
    in(
        tenant,
        folder,
        here -> {
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

  private <T> T in(String tenant, String folder, Work<T> work) throws IOException {
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

  private static boolean whole(String name) {
    return !name.startsWith(".")
        && name.length() <= LONGEST_NAME
        && UNFINISHED.stream().noneMatch(name.toLowerCase(Locale.ROOT)::endsWith);
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
