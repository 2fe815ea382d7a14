package org.teei.csr.activities.imports.folders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.activities.imports.folders.DropFolder.Entry;

class FileDropFolderTest {
  private static final String TENANT = "acme";
  private static final String FOLDER = "partner";

  @TempDir Path directory;
  private Path base;
  private Path folder;
  private FileDropFolder drop;

  @BeforeEach
  void setUp() {
    base = directory.resolve("drop");
    folder = base.resolve(TENANT).resolve(FOLDER);
    drop = new FileDropFolder(base, TENANT, FOLDER);
  }

  @Test
  void aFolderIsThereFromTheFirstLook() throws IOException {
    assertThat(drop.list()).isEmpty();

    assertThat(folder).isDirectory();
  }

  @Test
  void whatIsNotWholeOrNoFileIsPassedOver() throws IOException {
    drop.list();
    for (String name : new String[] {".hidden.csv", "a.part", "b.TMP", "c.filepart", "x.csv"}) {
      Files.writeString(folder.resolve(name), "1");
    }
    Files.createDirectory(folder.resolve("directory"));

    assertThat(drop.list()).extracting(Entry::name).containsExactly("x.csv");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "a/b", "/etc", "", "A", "a.b"})
  void aFolderOfAnotherFormIsRefused(String name) {
    assertThatThrownBy(() -> new FileDropFolder(base, TENANT, name).list())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FileDropFolder(base, name, FOLDER).list())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x.csv", "/etc/passwd", "..", "done/x.csv", ""})
  void aFileElsewhereIsNotOpened(String name) throws IOException {
    drop.list();

    assertThatThrownBy(() -> drop.open(file(name))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> drop.done(file(name))).isInstanceOf(IllegalArgumentException.class);
  }

  /** It was a file when it was listed. */
  @Test
  void aLinkThatTookThePlaceOfAFileIsNotFollowed() throws IOException {
    drop.list();
    Path secret = Files.writeString(directory.resolve("secret"), "secret");
    Files.createSymbolicLink(folder.resolve("x.csv"), secret);

    assertThatThrownBy(() -> drop.open(file("x.csv")).close()).isInstanceOf(IOException.class);
  }

  @Test
  void aFolderThatIsALinkIsNotEntered() throws IOException {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("x.csv"), "1");
    Files.createDirectories(base.resolve(TENANT));
    Files.createSymbolicLink(folder, elsewhere);

    assertThatThrownBy(() -> drop.list()).isInstanceOf(IOException.class);
  }

  /** A partner who may write to the folder must not have files written elsewhere. */
  @Test
  void aPlaceForDoneFilesThatIsALinkIsNotWrittenTo() throws IOException {
    drop.list();
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.createSymbolicLink(folder.resolve("refused"), elsewhere);
    Files.writeString(folder.resolve("x.csv"), "1");

    assertThatThrownBy(() -> drop.refused(file("x.csv"), "no")).isInstanceOf(IOException.class);
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void filesOfOneNameAreLaidAsideBesideEachOther() throws Exception {
    drop.list();
    for (int i = 0; i < 3; i++) {
      Files.writeString(folder.resolve("x.csv"), "" + i);
      drop.done(file("x.csv"));
    }

    try (var done = Files.list(folder.resolve("done"))) {
      assertThat(done).hasSize(3);
    }
  }

  private static Entry file(String name) {
    return new Entry(name, 1, Instant.now(), true, "");
  }
}
