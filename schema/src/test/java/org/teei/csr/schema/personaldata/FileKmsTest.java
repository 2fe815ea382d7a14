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
}
