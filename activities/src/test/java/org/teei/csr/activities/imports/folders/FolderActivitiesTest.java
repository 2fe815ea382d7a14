package org.teei.csr.activities.imports.folders;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.activities.imports.IntakeFixture;
import org.teei.csr.schema.imports.SealedNames;
import org.teei.csr.workflows.imports.folders.FolderActivities;
import org.teei.csr.workflows.imports.folders.FolderCounts;
import org.teei.csr.workflows.imports.folders.FolderLook;
import org.teei.csr.workflows.imports.folders.FolderRef;
import org.teei.csr.workflows.imports.folders.FolderTake;
import org.teei.csr.workflows.shared.TenantId;

class FolderActivitiesTest {
  @TempDir Path directory;
  private IntakeFixture fixture;
  private Path base;
  private Path folder;
  private FolderRef ref;
  private FolderActivities folders;

  @BeforeEach
  void setUp() throws IOException {
    fixture = new IntakeFixture(directory);
    base = directory.resolve("drop");
    folder = Files.createDirectories(base.resolve(fixture.tenant()).resolve("partner"));
    ref = new FolderRef(new TenantId(fixture.tenant()), fixture.folder("partner"));
    folders = activities(real());
  }

  @Test
  void aFileBecomesAnImportWithTheOptionsOfTheFolder() throws IOException {
    Files.writeString(folder.resolve("march.csv"), fixture.csv(2));

    assertThat(run()).isEqualTo(new FolderCounts(1, 0, 0, 0));

    assertThat(jobs()).hasSize(1);
    assertThat(jobs().getFirst())
        .containsEntry("unknown_people", "reject")
        .containsEntry("created_by", "somebody");
    assertThat(names(folder.resolve("done"))).singleElement().asString().endsWith("-march.csv");
    assertThat(names(folder)).containsExactly("done");
    assertThat(found())
        .singleElement()
        .satisfies(file -> {
          assertThat(file).containsEntry("moved", true);
          assertThat(file.get("import_id")).isEqualTo(jobs().getFirst().get("import_id"));
          assertThat(
                  new SealedNames(fixture.keys())
                      .open(
                          fixture.tenant(),
                          (byte[]) file.get("file_key"),
                          (byte[]) file.get("name_ciphertext")))
              .isEqualTo("march.csv");
        });
  }

  @Test
  void aFileThatCannotBeAnImportIsLaidAsideWithTheReason() throws IOException {
    Files.writeString(folder.resolve("notes.pdf"), "%PDF-1.7 no table");

    assertThat(run()).isEqualTo(new FolderCounts(0, 1, 0, 0));

    List<String> refused = names(folder.resolve("refused"));
    assertThat(refused).hasSize(2);
    assertThat(refused.getFirst()).endsWith("-notes.pdf");
    assertThat(Files.readString(folder.resolve("refused").resolve(refused.getLast()))).isNotBlank();
    assertThat(found())
        .singleElement()
        .satisfies(file -> assertThat(file).containsEntry("problem", "imports/not-text"));
    assertThat(jobs()).isEmpty();
    assertThat(fixture.storage().list(fixture.tenant(), "imports/")).isEmpty();
  }

  @Test
  void aFileThatStillGrowsIsLeftAlone() throws IOException {
    Path growing = folder.resolve("growing.csv");
    Files.writeString(growing, fixture.csv(1));
    FolderLook look = folders.lookIntoFolder(ref);
    Files.writeString(growing, "more", StandardOpenOption.APPEND);

    assertThat(folders.takeFiles(new FolderTake(ref, look)))
        .isEqualTo(new FolderCounts(0, 0, 1, 0));

    assertThat(growing).exists();
    assertThat(jobs()).isEmpty();
  }

  @Test
  void aFileThatGrowsWhileItIsReadIsLeftAlone() throws IOException {
    Path growing = folder.resolve("growing.csv");
    Files.writeString(growing, fixture.csv(1));
    folders = activities(new GrowingOnOpen(real(), growing));

    assertThat(run()).isEqualTo(new FolderCounts(0, 0, 1, 0));

    assertThat(jobs()).isEmpty();
    assertThat(fixture.storage().list(fixture.tenant(), "imports/")).isEmpty();
  }

  @Test
  void aFileThatWasNotLaidAsideForACrashIsNotImportedAgain() throws IOException {
    Files.writeString(folder.resolve("march.csv"), fixture.csv(2));
    folders = activities(new DyingBeforeMoving(real()));
    assertThatThrownBy(this::run).isInstanceOf(UncheckedIOException.class);
    assertThat(jobs()).hasSize(1);
    assertThat(folder.resolve("march.csv")).exists();

    folders = activities(real());
    assertThat(run()).isEqualTo(new FolderCounts(1, 0, 0, 0));

    assertThat(jobs()).hasSize(1);
    assertThat(found()).hasSize(1);
    assertThat(names(folder)).containsExactly("done");
    assertThat(fixture.storage().list(fixture.tenant(), "imports/")).hasSize(1);
  }

  @Test
  void theSameFileLaidThereAgainIsNotImportedAgain() throws IOException {
    String csv = fixture.csv(2);
    Files.writeString(folder.resolve("march.csv"), csv);
    run();
    Files.writeString(folder.resolve("march.csv"), csv);

    assertThat(run()).isEqualTo(new FolderCounts(1, 0, 0, 0));

    assertThat(jobs()).hasSize(1);
    assertThat(found()).hasSize(1);
    assertThat(names(folder.resolve("done"))).hasSize(2);
  }

  @Test
  void otherContentOfTheSameNameIsAnotherImport() throws IOException {
    Files.writeString(folder.resolve("march.csv"), fixture.csv(1));
    run();
    Files.writeString(folder.resolve("march.csv"), fixture.csv(1));
    run();

    assertThat(jobs()).hasSize(2);
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    Path secret = directory.resolve("secret.csv");
    Files.writeString(secret, fixture.csv(1));
    Files.createSymbolicLink(folder.resolve("linked.csv"), secret);

    assertThat(run()).isEqualTo(new FolderCounts(0, 1, 0, 0));

    assertThat(jobs()).isEmpty();
    assertThat(secret).exists();
    assertThat(found())
        .singleElement()
        .satisfies(file -> assertThat(file).containsEntry("problem", "imports/not-a-file"));
  }

  @Test
  void aDisabledOrRemovedFolderIsNotLookedInto() throws IOException {
    Files.writeString(folder.resolve("march.csv"), fixture.csv(1));
    FolderLook look = folders.lookIntoFolder(ref);
    fixture.execute(
        "update csr.import_folders set enabled = false where folder_id = ?", ref.folderId());

    assertThat(folders.lookIntoFolder(ref).seals()).isEmpty();
    assertThat(folders.takeFiles(new FolderTake(ref, look)).imported()).isZero();
    assertThat(folders.lookIntoFolder(new FolderRef(ref.tenant(), UUID.randomUUID())).seals())
        .isEmpty();
  }

  @Test
  void filesAreReadAsTheFolderSays() throws IOException {
    readAsNorwegian(IntakeFixture.NORWEGIAN_MAPPING);
    Files.write(folder.resolve("mars.csv"), IntakeFixture.norwegian());

    assertThat(run()).isEqualTo(new FolderCounts(1, 0, 0, 0));

    assertThat(jobs().getFirst().get("mapping").toString())
        .contains("\"Deltaker\":\"participant_email\"")
        .doesNotContain("Fylke");
    assertThat(jobs().getFirst().get("declared").toString()).contains("dd.MM.yyyy");
  }

  @Test
  void aFolderWithoutAMappingUsesTheOneThatIsRemembered() throws IOException {
    readAsNorwegian(null);
    fixture.remember(IntakeFixture.NORWEGIAN_MAPPING);
    Files.write(folder.resolve("mars.csv"), IntakeFixture.norwegian());

    assertThat(run()).isEqualTo(new FolderCounts(1, 0, 0, 0));

    assertThat(jobs().getFirst().get("mapping").toString()).contains("participant_email");
  }

  @Test
  void anEmptyMappingOfAFolderWinsOverTheRememberedOne() throws IOException {
    readAsNorwegian("{}");
    fixture.remember(IntakeFixture.NORWEGIAN_MAPPING);
    Files.write(folder.resolve("mars.csv"), IntakeFixture.norwegian());

    assertThat(run()).isEqualTo(new FolderCounts(0, 1, 0, 0));
  }

  @Test
  void aFileThatWasRefusedIsImportedWhenItComesAgainAndCanBe() throws IOException {
    byte[] file = IntakeFixture.norwegian();
    Files.write(folder.resolve("mars.csv"), file);
    assertThat(run()).isEqualTo(new FolderCounts(0, 1, 0, 0));

    readAsNorwegian(IntakeFixture.NORWEGIAN_MAPPING);
    Files.write(folder.resolve("mars.csv"), file);
    assertThat(run()).isEqualTo(new FolderCounts(1, 0, 0, 0));

    assertThat(jobs()).hasSize(1);
    assertThat(found())
        .singleElement()
        .satisfies(row -> {
          assertThat(row.get("import_id")).isEqualTo(jobs().getFirst().get("import_id"));
          assertThat(row.get("problem")).isNull();
        });
  }

  @Test
  void filesForWhichTheCompanyHasNoRoomStayVisiblyAndComeInLater() throws IOException {
    fixture.limit(2, null);
    for (int i = 0; i < 5; i++) {
      Files.writeString(folder.resolve(i + ".csv"), fixture.csv(1));
    }

    assertThat(run()).isEqualTo(new FolderCounts(2, 0, 0, 3));

    assertThat(names(folder)).containsExactly("2.csv", "3.csv", "4.csv", "done");
    assertThat(state())
        .containsEntry("waiting_files", 3)
        .containsEntry("waiting_because", "imports/too-many-running");
    assertThat(fixture.storage().list(fixture.tenant(), "imports/")).hasSize(2);

    fixture.limit(9, null);
    assertThat(run()).isEqualTo(new FolderCounts(3, 0, 0, 0));
    assertThat(state()).containsEntry("waiting_files", 0).containsEntry("waiting_because", null);
    assertThat(jobs()).hasSize(5);
  }

  @Test
  void aFolderThatBecameEmptyHasNothingWaiting() throws IOException {
    fixture.limit(1, null);
    Files.writeString(folder.resolve("a.csv"), fixture.csv(1));
    Files.writeString(folder.resolve("b.csv"), fixture.csv(1));
    run();
    assertThat(state()).containsEntry("waiting_files", 1);
    Files.delete(folder.resolve("b.csv"));

    assertThat(folders.lookIntoFolder(ref).seals()).isEmpty();

    assertThat(state()).containsEntry("waiting_files", 0);
    assertThat(state().get("looked_at")).isNotNull();
  }

  @Test
  void aFileThatTheCompanyHasNoBytesLeftForIsRefusedAndImportedWhenThereAre() throws IOException {
    fixture.limit(null, 100L);
    String csv = fixture.csv(20);
    Files.writeString(folder.resolve("big.csv"), csv);

    assertThat(run()).isEqualTo(new FolderCounts(0, 1, 0, 0));

    assertThat(found())
        .singleElement()
        .satisfies(row -> assertThat(row).containsEntry("problem", "imports/too-many-bytes-kept"));
    assertThat(names(folder.resolve("refused"))).hasSize(2);
    assertThat(fixture.storage().list(fixture.tenant(), "imports/")).isEmpty();

    fixture.limit(null, null);
    Files.writeString(folder.resolve("big.csv"), csv);
    assertThat(run()).isEqualTo(new FolderCounts(1, 0, 0, 0));
    assertThat(jobs()).hasSize(1);
  }

  @Test
  void sealsTellNothingOfTheNames() throws IOException {
    Files.writeString(folder.resolve("anna.csv"), fixture.csv(1));

    assertThat(folders.lookIntoFolder(ref).seals())
        .singleElement()
        .asString()
        .matches("[0-9a-f]{32}");
  }

  private void readAsNorwegian(String mapping) {
    fixture.read(
        "import_folders", "folder_id", ref.folderId(), mapping, IntakeFixture.NORWEGIAN_FORMAT);
  }

  private Map<String, Object> state() {
    return fixture
        .rows(
            "select looked_at, waiting_files, waiting_because from csr.import_folders where folder_id = ?",
            ref.folderId())
        .getFirst();
  }

  private DropFolder real() {
    return new FileDropFolder(base, fixture.tenant(), "partner");
  }

  private FolderCounts run() {
    return folders.takeFiles(new FolderTake(ref, folders.lookIntoFolder(ref)));
  }

  private FolderActivities activities(DropFolder drop) {
    return new FolderActivitiesImpl(
        fixture.worker(),
        fixture.keys(),
        fixture.storage(),
        IntakeFixture.LIMITS,
        _ -> drop,
        () -> () -> {});
  }

  private List<Map<String, Object>> jobs() {
    return fixture.rows("select * from csr.import_jobs where tenant_id = ?", fixture.tenant());
  }

  private List<Map<String, Object>> found() {
    return fixture.rows(
        "select * from csr.import_folder_files where tenant_id = ?", fixture.tenant());
  }

  private static List<String> names(Path place) throws IOException {
    try (var files = Files.list(place)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** The real folder, whose file grows just when it is opened. */
  private record GrowingOnOpen(DropFolder real, Path file) implements DropFolder {
    @Override
    public List<Entry> list() throws IOException {
      return real.list();
    }

    @Override
    public InputStream open(Entry entry) throws IOException {
      Files.write(file, "x".getBytes(UTF_8), StandardOpenOption.APPEND);
      return real.open(entry);
    }

    @Override
    public void done(Entry entry) throws IOException {
      real.done(entry);
    }

    @Override
    public void refused(Entry entry, String reason) throws IOException {
      real.refused(entry, reason);
    }
  }

  /** The real folder of a process that dies between the import and the move. */
  private record DyingBeforeMoving(DropFolder real) implements DropFolder {
    @Override
    public List<Entry> list() throws IOException {
      return real.list();
    }

    @Override
    public InputStream open(Entry entry) throws IOException {
      return real.open(entry);
    }

    @Override
    public void done(Entry entry) throws IOException {
      throw new IOException("died");
    }

    @Override
    public void refused(Entry entry, String reason) throws IOException {
      throw new IOException("died");
    }
  }
}
