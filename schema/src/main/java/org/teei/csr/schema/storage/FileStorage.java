package org.teei.csr.schema.storage;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.streamingaead.AesGcmHkdfStreamingKey;
import com.google.crypto.tink.streamingaead.AesGcmHkdfStreamingParameters;
import com.google.crypto.tink.streamingaead.AesGcmHkdfStreamingParameters.HashType;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig;
import com.google.crypto.tink.util.SecretBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.shared.Sha256;

/**
 * Storage in a directory: encrypted objects in {@code objects/<tenant>}, evidence in {@code
 * once/<tenant>}. Objects are encrypted in segments of 1 MiB (AES-256-GCM, a key per object derived
 * from the tenant's by HKDF), so reading can begin anywhere; their names are bound to them.
 */
public final class FileStorage implements Storage {
  private static final int SEGMENT = 1 << 20;
  private static final Duration DRAFT_LIFETIME = Duration.ofDays(1);

  private static final int PIECE = 1 << 16;

  private final Path objects;
  private final Path once;
  private final Path drafts;
  private final TenantKeys keys;
  private final LongSupplier reserve;

  public FileStorage(Path directory, TenantKeys keys) throws IOException {
    this(directory, keys, () -> 0);
  }

  /**
   * @param reserve bytes of the disk that objects leave free, for whatever else writes to it; asked
   *     at each write
   */
  public FileStorage(Path directory, TenantKeys keys, LongSupplier reserve) throws IOException {
    try {
      StreamingAeadConfig.register();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Streaming encryption is not available", e);
    }
    this.objects = Files.createDirectories(directory.resolve("objects"));
    this.once = Files.createDirectories(directory.resolve("once"));
    this.drafts = Files.createDirectories(directory.resolve("drafts"));
    this.keys = keys;
    this.reserve = reserve;
    deleteAbandonedDrafts();
  }

  @Override
  public Stored write(String tenant, String name, InputStream content) throws IOException {
    var target = place(objects, tenant, name);
    var aead = aead(tenant);
    var digest = Sha256.start();
    return viaDraft(draft -> {
      long length;
      try (var file = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        // Closing the encrypting stream writes the last segment and closes the file with it.
        try (var encrypting =
            aead.newEncryptingStream(Channels.newOutputStream(file), binding(tenant, name))) {
          length = copy(new DigestInputStream(content, digest), encrypting);
        }
      } catch (GeneralSecurityException e) {
        throw new IOException("The object cannot be encrypted", e);
      }
      force(draft);
      var folder = Files.createDirectories(Objects.requireNonNull(target.getParent()));
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      force(folder);
      return new Stored(length, digest.digest());
    });
  }

  private long copy(InputStream content, OutputStream target) throws IOException {
    var piece = new byte[PIECE];
    var length = 0L;
    int read;
    do {
      checkRoom();
      read = content.readNBytes(piece, 0, PIECE);
      target.write(piece, 0, read);
      length += read;
    } while (read == PIECE);
    return length;
  }

  private void checkRoom() throws IOException {
    if (Files.getFileStore(drafts).getUsableSpace() < reserve.getAsLong()) {
      throw new StorageFullException(null);
    }
  }

  @Override
  public InputStream open(String tenant, String name, long offset) throws IOException {
    if (offset < 0) {
      throw new IllegalArgumentException("Negative offset");
    }
    var file = FileChannel.open(place(objects, tenant, name), StandardOpenOption.READ);
    try {
      var decrypting = aead(tenant).newSeekableDecryptingChannel(file, binding(tenant, name));
      return Channels.newInputStream(new Sequential(decrypting.position(offset)));
    } catch (GeneralSecurityException e) {
      file.close();
      throw new IOException("The object cannot be decrypted", e);
    } catch (Throwable e) {
      file.close();
      throw e;
    }
  }

  @Override
  public void delete(String tenant, String name) throws IOException {
    Files.deleteIfExists(place(objects, tenant, name));
  }

  @Override
  public List<StoredObject> list(String tenant, String prefix) throws IOException {
    var root = place(objects, tenant);
    try (var files = files(root)) {
      return files
          .filter(file -> nameOf(root, file).startsWith(prefix))
          .map(file -> new StoredObject(nameOf(root, file), modified(file)))
          .toList();
    }
  }

  @Override
  public boolean writeOnce(String tenant, String name, byte[] content) throws IOException {
    var target = place(once, tenant, name);
    return viaDraft(draft -> {
      Files.write(draft, content);
      force(draft);
      var folder = Files.createDirectories(Objects.requireNonNull(target.getParent()));
      try {
        // Unlike a move, a link never replaces what is there.
        Files.createLink(target, draft);
      } catch (FileAlreadyExistsException taken) {
        return false;
      }
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("r--------"));
      force(folder);
      return true;
    });
  }

  @Override
  public Optional<byte[]> readOnce(String tenant, String name) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(place(once, tenant, name)));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  @Override
  public List<String> listOnce(String tenant, String prefix) throws IOException {
    var root = place(once, tenant);
    try (var files = files(root)) {
      return files.map(file -> nameOf(root, file)).filter(name -> name.startsWith(prefix)).toList();
    }
  }

  /** Tink's streaming keyset: one secret encrypts, reading tries each. */
  @AccessesPartialKey
  private StreamingAead aead(String tenant) throws IOException {
    try {
      var parameters =
          AesGcmHkdfStreamingParameters.builder()
              .setKeySizeBytes(32)
              .setDerivedAesGcmKeySizeBytes(32)
              .setHkdfHashType(HashType.SHA256)
              .setCiphertextSegmentSizeBytes(SEGMENT)
              .build();
      var secrets = keys.storageSecrets(tenant);
      var keyset = KeysetHandle.newBuilder();
      for (var secret : secrets.byVersion().entrySet()) {
        var bytes = SecretBytes.copyFrom(secret.getValue(), InsecureSecretKeyAccess.get());
        var entry =
            KeysetHandle.importKey(AesGcmHkdfStreamingKey.create(parameters, bytes))
                .withFixedId(secret.getKey());
        keyset.addEntry(secret.getKey() == secrets.writing() ? entry.makePrimary() : entry);
      }
      return keyset.build().getPrimitive(RegistryConfiguration.get(), StreamingAead.class);
    } catch (GeneralSecurityException e) {
      throw new IOException("The tenant's storage key cannot be used", e);
    }
  }

  private static byte[] binding(String tenant, String name) {
    return (tenant + "/" + name).getBytes(StandardCharsets.UTF_8);
  }

  private static Path place(Path root, String tenant, String name) {
    var path = place(root, tenant);
    for (var part : name.split("/", -1)) {
      path = path.resolve(checked(part));
    }
    return path;
  }

  private static Path place(Path root, String tenant) {
    return root.resolve(checked(tenant));
  }

  private static String checked(String part) {
    if (part.isEmpty()
        || part.length() > 200
        || part.startsWith(".")
        || !part.chars().allMatch(FileStorage::isPlain)) {
      throw new IllegalArgumentException("Not a name for a stored object");
    }
    return part;
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-';
  }

  private static String nameOf(Path root, Path file) {
    return root.relativize(file).toString();
  }

  private static Stream<Path> files(Path root) throws IOException {
    return Files.exists(root)
        ? Files.walk(root).filter(Files::isRegularFile).sorted()
        : Stream.empty();
  }

  private static Instant modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T> T viaDraft(DraftWriter<T> writer) throws IOException {
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try {
      var draft = Files.createTempFile(drafts, "", ".draft", ownerOnly);
      try {
        return writer.write(draft);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw StorageFullException.named(e);
    }
  }

  /** Drafts of processes that ended while writing; other processes may be writing theirs now. */
  private void deleteAbandonedDrafts() throws IOException {
    var limit = Instant.now().minus(DRAFT_LIFETIME);
    try (var files = Files.list(drafts)) {
      for (var draft : files.toList()) {
        deleteIfOlder(draft, limit);
      }
    }
  }

  private static void deleteIfOlder(Path draft, Instant limit) throws IOException {
    try {
      if (Files.getLastModifiedTime(draft).toInstant().isBefore(limit)) {
        Files.deleteIfExists(draft);
      }
    } catch (NoSuchFileException finished) {
      // Another process has just finished it.
    }
  }

  /** Has the bytes of a file, or the names in a directory, survive a loss of power. */
  private static void force(Path path) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * Hides that the channel can seek: a stream would ask for its size, which Tink knows only after
   * the first read.
   */
  private record Sequential(SeekableByteChannel channel) implements ReadableByteChannel {
    @Override
    public int read(ByteBuffer buffer) throws IOException {
      return channel.read(buffer);
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  @FunctionalInterface
  private interface DraftWriter<T> {
    T write(Path draft) throws IOException;
  }
}
