package org.teei.csr.schema.personaldata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.subtle.Random;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileKmsTest {
  private static final byte[] NAME = "name".getBytes(UTF_8);

  @Test
  void unwrapsWhatAnotherProcessWrapped(@TempDir Path directory) throws IOException {
    var key = Random.randBytes(32);
    var wrapped = FileKms.createIfMissing(directory.resolve("master.json")).wrap(key, NAME);

    assertThat(new FileKms(directory.resolve("master.json")).unwrap(wrapped, NAME)).isEqualTo(key);
  }

  @Test
  void aKeyWrappedForOneNameDoesNotOpenUnderAnother(@TempDir Path directory) throws IOException {
    var kms = FileKms.createIfMissing(directory.resolve("master.json"));
    var wrapped = kms.wrap(Random.randBytes(32), NAME);

    assertThatThrownBy(() -> kms.unwrap(wrapped, "other".getBytes(UTF_8)))
        .isInstanceOf(DecryptionException.class);
  }

  @Test
  void onlyItsOwnerReadsTheFile(@TempDir Path directory) throws IOException {
    var file = directory.resolve("new/master.json");
    FileKms.createIfMissing(file);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void processesThatStartTogetherEndWithOneKey(@TempDir Path directory) throws Exception {
    var file = directory.resolve("master.json");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var opened =
          Stream.generate(() -> (Callable<Kms>) () -> FileKms.createIfMissing(file))
              .limit(8)
              .toList();
      var ids = threads.invokeAll(opened).stream().map(kms -> kms.resultNow().keyId()).distinct();

      assertThat(ids).hasSize(1);
    }
  }

  @Test
  void aFileWithoutAKeysetIsRefused(@TempDir Path directory) throws IOException {
    var file = Files.writeString(directory.resolve("master.json"), "{}");

    assertThatThrownBy(() -> new FileKms(file)).isInstanceOf(IOException.class);
  }

  @Test
  void anAddedKeyWrapsAtOnceAndTheEarlierOneStillUnwraps(@TempDir Path directory)
      throws IOException {
    var file = directory.resolve("master.json");
    var kms = FileKms.createIfMissing(file);
    var key = Random.randBytes(32);
    var before = kms.wrap(key, NAME);
    var earlierId = kms.keyId();

    FileKms.addKey(file);

    assertThat(kms.keyId()).isNotEqualTo(earlierId);
    assertThat(kms.unwrap(before, NAME)).isEqualTo(key);
    assertThat(new FileKms(file).unwrap(kms.wrap(key, NAME), NAME)).isEqualTo(key);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void whileTheFileIsGoneTheKmsIsAway(@TempDir Path directory) throws IOException {
    var file = directory.resolve("master.json");
    var kms = FileKms.createIfMissing(file);
    var wrapped = kms.wrap(NAME, NAME);
    var aside = Files.move(file, directory.resolve("aside"));

    assertThatThrownBy(() -> kms.unwrap(wrapped, NAME)).isInstanceOf(KmsUnavailableException.class);
    Files.move(aside, file);
    assertThat(kms.unwrap(wrapped, NAME)).isEqualTo(NAME);
  }
}
