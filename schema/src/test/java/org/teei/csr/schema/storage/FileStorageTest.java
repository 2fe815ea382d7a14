package org.teei.csr.schema.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.crypto.tink.subtle.Random;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.schema.personaldata.InMemoryKms;
import org.teei.csr.schema.personaldata.Rotation;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.storage.Storage.StoredObject;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;

class FileStorageTest {
  @TempDir Path directory;
  private final Database database = Database.shared();
  private final InMemoryKms kms = new InMemoryKms();
  private final TenantKeys keys = new TenantKeys(new Tenancy(database.worker()), kms);
  private final String tenant = database.freshTenant();
  private FileStorage storage;

  @BeforeEach
  void open() throws IOException {
    storage = new FileStorage(directory, keys);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, (1 << 20) - 100, 1 << 20, 3_500_000})
  void whatIsWrittenReadsBack(int length) throws Exception {
    var content = Random.randBytes(length);

    var stored = storage.write(tenant, "imports/1/file.csv", new ByteArrayInputStream(content));

    assertThat(stored.length()).isEqualTo(length);
    assertThat(stored.sha256()).isEqualTo(MessageDigest.getInstance("SHA-256").digest(content));
    assertThat(read("imports/1/file.csv", 0)).isEqualTo(content);
  }

  @Test
  void readingBeginsAnywhere() throws IOException {
    var content = Random.randBytes(2_500_000);
    write("file", content);

    for (var offset : new int[] {1, 1_048_000, 1_048_576, 2_097_153, 2_499_999, 2_500_000}) {
      assertThat(read("file", offset))
          .isEqualTo(Arrays.copyOfRange(content, offset, content.length));
    }
  }

  /** The reserve is not there to begin with, or goes while the object is written. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void whatThereIsNoRoomForLeavesNothingBehind(int pieces) throws IOException {
    var looks = new AtomicInteger();
    var full =
        new FileStorage(
            directory, keys, () -> looks.getAndIncrement() < pieces ? 0 : Long.MAX_VALUE);
    var content = Random.randBytes(500_000);

    assertThatThrownBy(() -> full.write(tenant, "file", new ByteArrayInputStream(content)))
        .isInstanceOf(StorageFullException.class);

    assertThat(full.list(tenant, "")).isEmpty();
    try (var drafts = Files.list(directory.resolve("drafts"))) {
      assertThat(drafts).isEmpty();
    }
    write("file", content);
    assertThat(read("file", 0)).isEqualTo(content);
  }

  /** A device of Linux that is always full. */
  @Test
  void theWordsOfTheSystemForAFullDiskAreKnown() {
    var full =
        catchThrowable(() -> {
          try (var device = Files.newOutputStream(Path.of("/dev/full"))) {
            device.write(1);
          }
        });

    assertThat(StorageFullException.isMeantBy(full)).isTrue();
    assertThat(StorageFullException.isMeantBy(new IOException("disk"))).isFalse();
  }

  /**
   * A process that starts looks for drafts that were left behind; others finish theirs meanwhile.
   */
  @Test
  void opensWhileOthersWrite() throws Exception {
    var over = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writing =
          threads.submit(() -> {
            while (!over.get()) {
              storage.write(tenant, "imports/one", new ByteArrayInputStream(new byte[16]));
            }
            return true;
          });
      for (int i = 0; i < 300; i++) {
        new FileStorage(directory, keys);
      }
      over.set(true);
      assertThat(writing.get()).isTrue();
    }
  }

  @Test
  void nothingOnTheDiskIsPlain() throws IOException {
    write("file", "canary canary canary".getBytes(UTF_8));

    assertThat(everythingOnDisk())
        .isNotEmpty()
        .noneSatisfy(bytes -> assertThat(new String(bytes, UTF_8)).contains("canary"));
  }

  @Test
  void aBrokenUploadLeavesNothing() {
    var broken = breakingAfter(2_000_000);

    assertThatThrownBy(() -> storage.write(tenant, "file", broken)).hasMessage("connection reset");
    assertThat(everythingOnDisk()).isEmpty();
  }

  @Test
  void aBrokenUploadLeavesTheEarlierObject() throws IOException {
    write("file", "earlier".getBytes(UTF_8));
    var broken = breakingAfter(0);

    assertThatThrownBy(() -> storage.write(tenant, "file", broken)).isInstanceOf(IOException.class);
    assertThat(read("file", 0)).isEqualTo("earlier".getBytes(UTF_8));
  }

  @Test
  void aChangedByteIsNoticed() throws IOException {
    write("file", Random.randBytes(5_000));
    var file = directory.resolve("objects").resolve(tenant).resolve("file");
    var bytes = Files.readAllBytes(file);
    bytes[2_000] ^= 1;
    Files.write(file, bytes);

    assertThatThrownBy(() -> read("file", 0)).isInstanceOf(IOException.class);
  }

  @Test
  void aCutTailIsNoticed() throws IOException {
    write("file", Random.randBytes(3_000_000));
    var file = directory.resolve("objects").resolve(tenant).resolve("file");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 2 << 20));

    assertThatThrownBy(() -> read("file", 0)).isInstanceOf(IOException.class);
  }

  @Test
  void anObjectMovedToAnotherNameOrTenantDoesNotOpen() throws IOException {
    var other = database.freshTenant();
    write("file", Random.randBytes(100));
    var objects = directory.resolve("objects");
    Files.copy(objects.resolve(tenant).resolve("file"), objects.resolve(tenant).resolve("renamed"));
    Files.createDirectories(objects.resolve(other));
    Files.copy(objects.resolve(tenant).resolve("file"), objects.resolve(other).resolve("file"));

    assertThatThrownBy(() -> read("renamed", 0)).isInstanceOf(IOException.class);
    assertThatThrownBy(
            () -> {
              try (var content = storage.open(other, "file", 0)) {
                content.readAllBytes();
              }
            })
        .isInstanceOf(IOException.class);
  }

  @Test
  void whatWasWrittenBeforeARotationReadsBackAfterIt() throws IOException {
    write("before", "before".getBytes(UTF_8));
    Rotation.of(database, keys, kms, tenant).toActive();
    write("after", "after".getBytes(UTF_8));

    assertThat(read("before", 0)).isEqualTo("before".getBytes(UTF_8));
    assertThat(read("before", 3)).isEqualTo("ore".getBytes(UTF_8));
    assertThat(read("after", 0)).isEqualTo("after".getBytes(UTF_8));
  }

  @Test
  void deletingIsFinalAndMayBeRepeated() throws IOException {
    write("file", new byte[10]);
    storage.delete(tenant, "file");
    storage.delete(tenant, "file");

    assertThatThrownBy(() -> storage.open(tenant, "file", 0))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(everythingOnDisk()).isEmpty();
  }

  @Test
  void listsByPrefixAndTenant() throws IOException {
    write("imports/2/file", new byte[1]);
    write("imports/1/file", new byte[1]);
    write("results/1", new byte[1]);

    assertThat(storage.list(tenant, "imports/"))
        .map(StoredObject::name)
        .containsExactly("imports/1/file", "imports/2/file");
    assertThat(storage.list(tenant, "")).hasSize(3);
    assertThat(storage.list(database.freshTenant(), "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "..",
        "../file",
        "a/../b",
        "/etc/passwd",
        "a//b",
        "a/",
        ".hidden",
        "a\\b",
        "a\0b",
        "ü"
      })
  void namesThatLeadElsewhereAreRefused(String name) {
    assertThatThrownBy(() -> storage.open(tenant, name, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> storage.open(name, "file", 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> storage.writeOnce(tenant, name, new byte[1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void evidenceIsWrittenOnce() throws IOException {
    assertThat(storage.writeOnce(tenant, "audit/1", new byte[] {1})).isTrue();
    assertThat(storage.writeOnce(tenant, "audit/1", new byte[] {2})).isFalse();

    assertThat(storage.readOnce(tenant, "audit/1")).hasValue(new byte[] {1});
    assertThat(storage.listOnce(tenant, "audit/")).containsExactly("audit/1");
    assertThat(storage.readOnce(tenant, "audit/2")).isEmpty();
  }

  @Test
  void ofManyWhoWriteTheSameEvidenceOneDoes() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writers =
          IntStream.range(0, 16)
              .mapToObj(i ->
                  (Callable<Boolean>)
                      () -> storage.writeOnce(tenant, "audit/1", new byte[] {(byte) i}))
              .toList();

      assertThat(threads.invokeAll(writers).stream().filter(written -> written.resultNow()))
          .hasSize(1);
    }
  }

  @Test
  void draftsOfDeadProcessesAreClearedAndThoseOfLivingOnesAreNot() throws IOException {
    var old = Files.createFile(directory.resolve("drafts/old.draft"));
    var fresh = Files.createFile(directory.resolve("drafts/fresh.draft"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));

    var reopened = new FileStorage(directory, keys);

    assertThat(reopened.list(tenant, "")).isEmpty();
    assertThat(old).doesNotExist();
    assertThat(fresh).exists();
  }

  /** Ends in an error after {@code length} bytes, also for a reader that asks again. */
  private static InputStream breakingAfter(int length) {
    return new InputStream() {
      private int left = length;

      @Override
      public int read() throws IOException {
        throw new UnsupportedOperationException("read in pieces");
      }

      @Override
      public int read(byte[] bytes, int offset, int wanted) throws IOException {
        if (left == 0) {
          throw new IOException("connection reset");
        }
        var count = Math.min(left, wanted);
        left -= count;
        return count;
      }
    };
  }

  private void write(String name, byte[] content) throws IOException {
    storage.write(tenant, name, new ByteArrayInputStream(content));
  }

  private byte[] read(String name, long offset) throws IOException {
    try (var content = storage.open(tenant, name, offset)) {
      return content.readAllBytes();
    }
  }

  private List<byte[]> everythingOnDisk() {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).map(FileStorageTest::bytes).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
