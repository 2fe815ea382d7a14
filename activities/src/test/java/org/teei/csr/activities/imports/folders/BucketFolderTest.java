package org.teei.csr.activities.imports.folders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.activities.imports.IntakeFixture;
import org.teei.csr.schema.imports.BucketKey;
import org.teei.csr.schema.imports.BucketPlace;
import org.teei.csr.schema.imports.BucketSeal;
import org.teei.csr.schema.personaldata.DecryptionException;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.workflows.imports.folders.FolderActivities;
import org.teei.csr.workflows.imports.folders.FolderCounts;
import org.teei.csr.workflows.imports.folders.FolderLook;
import org.teei.csr.workflows.imports.folders.FolderRef;
import org.teei.csr.workflows.imports.folders.FolderTake;
import org.teei.csr.workflows.shared.TenantId;

/** A drop folder in a bucket: against S3Mock, never against AWS. */
class BucketFolderTest {
  private static final String PREFIX = "in/";

  @TempDir Path directory;
  private IntakeFixture fixture;
  private ObjectStorage storage;
  private FolderRef ref;

  @BeforeEach
  void setUp() {
    fixture = new IntakeFixture(directory);
    storage = new ObjectStorage();
    ref = new FolderRef(new TenantId(fixture.tenant()), folderInBucket());
  }

  @Test
  void anObjectBecomesAnImportAndIsLaidAside() {
    storage.put(PREFIX + "march.csv", fixture.csv(2));

    assertThat(run(folders())).isEqualTo(new FolderCounts(1, 0, 0, 0));

    assertThat(jobs()).hasSize(1);
    assertThat(storage.keys("")).singleElement().asString().startsWith(PREFIX + "done/");
    assertThat(run(folders())).isEqualTo(FolderCounts.NONE);
  }

  @Test
  void anObjectThatIsNoTableIsRefusedWithTheReasonBesideIt() {
    storage.put(PREFIX + "notes.pdf", "%PDF-1.7 no table");

    assertThat(run(folders())).isEqualTo(new FolderCounts(0, 1, 0, 0));

    assertThat(storage.keys(PREFIX + "refused/")).hasSize(2);
    assertThat(storage.keys(PREFIX + "notes")).isEmpty();
    assertThat(jobs()).isEmpty();
  }

  @Test
  void anObjectThatIsReplacedBetweenTheLooksIsLeftToTheNextRun() {
    FolderActivities folders = folders();
    storage.put(PREFIX + "march.csv", fixture.csv(1));
    FolderLook look = folders.lookIntoFolder(ref);
    storage.put(PREFIX + "march.csv", fixture.csv(1));

    assertThat(folders.takeFiles(new FolderTake(ref, look)))
        .isEqualTo(new FolderCounts(0, 0, 1, 0));

    assertThat(jobs()).isEmpty();
    assertThat(run(folders)).isEqualTo(new FolderCounts(1, 0, 0, 0));
  }

  @Test
  void anObjectThatIsReplacedWhileItIsReadIsImportedAsItWasAndTheNewOneToo() {
    storage.put(PREFIX + "march.csv", fixture.csv(300));

    assertThat(run(folders(real -> new ReplacingWhileRead(real, storage, fixture.csv(3)))))
        .isEqualTo(new FolderCounts(1, 0, 0, 0));

    assertThat(storage.keys(PREFIX)).containsExactly(PREFIX + "march.csv");
    assertThat(run(folders())).isEqualTo(new FolderCounts(1, 0, 0, 0));
    assertThat(jobs()).hasSize(2);
    assertThat(storage.keys("")).singleElement().asString().startsWith(PREFIX + "done/");
  }

  @Test
  void anObjectThatWasNotLaidAsideForACrashIsNotImportedAgain() throws IOException {
    storage.put(PREFIX + "march.csv", fixture.csv(2));
    assertThatThrownBy(() -> run(folders(Dying::new))).isInstanceOf(UncheckedIOException.class);
    assertThat(jobs()).hasSize(1);
    assertThat(storage.keys(PREFIX)).containsExactly(PREFIX + "march.csv");

    assertThat(run(folders())).isEqualTo(new FolderCounts(1, 0, 0, 0));

    assertThat(jobs()).hasSize(1);
    assertThat(fixture.storage().list(fixture.tenant(), "imports/")).hasSize(1);
    assertThat(storage.keys("")).singleElement().asString().startsWith(PREFIX + "done/");
  }

  @Test
  void objectsForWhichTheCompanyHasNoRoomStay() {
    fixture.limit(1, null);
    storage.put(PREFIX + "a.csv", fixture.csv(1));
    storage.put(PREFIX + "b.csv", fixture.csv(1));

    assertThat(run(folders())).isEqualTo(new FolderCounts(1, 0, 0, 1));

    assertThat(storage.keys(PREFIX + "b.csv")).hasSize(1);
  }

  @Test
  void theKeyOfAFolderOpensInItsRowOnly() {
    BucketSeal seal = new BucketSeal(fixture.keys());
    BucketKey key = new BucketKey("AKIA", "very secret");
    byte[] sealed = seal.seal(fixture.tenant(), ref.folderId(), key);

    assertThat(seal.open(fixture.tenant(), ref.folderId(), sealed)).isEqualTo(key);
    assertThatThrownBy(() -> seal.open(fixture.tenant(), UUID.randomUUID(), sealed))
        .isInstanceOf(DecryptionException.class);
    assertThat(key.toString()).doesNotContain("secret", "AKIA");
  }

  private UUID folderInBucket() {
    UUID folder = fixture.folder("partner");
    fixture.execute(
        "update csr.import_folders set bucket = ?::jsonb, bucket_credentials_ciphertext = ? where folder_id = ?",
        Json.of(
            new BucketPlace(storage.bucket(), PREFIX, "us-east-1", ObjectStorage.endpoint(), true)),
        new BucketSeal(fixture.keys())
            .seal(fixture.tenant(), folder, new BucketKey("folder", "secret")),
        folder);
    return folder;
  }

  private FolderActivities folders() {
    return folders(UnaryOperator.identity());
  }

  private FolderActivities folders(UnaryOperator<DropFolder> around) {
    DropFolders places = new DropFolders(null, new Buckets(true, true), fixture.keys());
    return new FolderActivitiesImpl(
        fixture.worker(),
        fixture.keys(),
        fixture.storage(),
        IntakeFixture.LIMITS,
        row -> around.apply(places.of(row)),
        () -> () -> {});
  }

  private FolderCounts run(FolderActivities folders) {
    FolderLook look = folders.lookIntoFolder(ref);
    return look.seals().isEmpty()
        ? FolderCounts.NONE
        : folders.takeFiles(new FolderTake(ref, look));
  }

  private List<Map<String, Object>> jobs() {
    return fixture.rows("select * from csr.import_jobs where tenant_id = ?", fixture.tenant());
  }

  /** The real folder, whose object is replaced once reading it has begun. */
  private record ReplacingWhileRead(DropFolder real, ObjectStorage storage, String content)
      implements DropFolder {
    @Override
    public List<Entry> list() throws IOException {
      return real.list();
    }

    @Override
    public InputStream open(Entry entry) throws IOException {
      InputStream in = real.open(entry);
      storage.put(PREFIX + entry.name(), content);
      return in;
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
  private record Dying(DropFolder real) implements DropFolder {
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
