package org.teei.csr.activities.imports.folders;

import static org.teei.csr.schema.jooq.Tables.IMPORT_FOLDERS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_FOLDER_FILES;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.imports.Intake;
import org.teei.csr.activities.imports.folders.DropFolder.Entry;
import org.teei.csr.activities.shared.Pulse;
import org.teei.csr.engines.imports.FileReading;
import org.teei.csr.engines.imports.FileRefused;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.schema.imports.ImportQuota.Limits;
import org.teei.csr.schema.imports.NewImport.Options;
import org.teei.csr.schema.imports.NewImport.StoredFile;
import org.teei.csr.schema.imports.SealedNames;
import org.teei.csr.schema.jooq.tables.records.ImportFoldersRecord;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.schema.shared.Sha256;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.folders.FolderActivities;
import org.teei.csr.workflows.imports.folders.FolderCounts;
import org.teei.csr.workflows.imports.folders.FolderLook;
import org.teei.csr.workflows.imports.folders.FolderNames;
import org.teei.csr.workflows.imports.folders.FolderRef;
import org.teei.csr.workflows.imports.folders.FolderTake;

/** Makes imports of what lies in drop folders. */
public final class FolderActivitiesImpl implements FolderActivities {
  /** The rest waits for the next run. */
  private static final int FILES_PER_RUN = 500;

  private static final int SEAL_BYTES = 16;
  private static final long LARGEST = 1L << 30;
  private static final String NO_BYTES =
      "The company keeps as many bytes of files as it may; lay the file here again later.";

  private final Tenancy tenancy;
  private final Storage storage;
  private final Function<ImportFoldersRecord, DropFolder> folders;
  private final Intake intake;
  private final SealedNames names;
  private final Supplier<Runnable> heartbeats;

  /**
   * @param tenancy connects as {@code csr_worker}
   * @param common what companies may have for which nothing else is set
   */
  public FolderActivitiesImpl(
      Tenancy tenancy, TenantKeys keys, Storage storage, Limits common, DropFolders folders) {
    this(tenancy, keys, storage, common, folders::of, Intake::heartbeat);
  }

  FolderActivitiesImpl(
      Tenancy tenancy,
      TenantKeys keys,
      Storage storage,
      Limits common,
      Function<ImportFoldersRecord, DropFolder> folders,
      Supplier<Runnable> heartbeats) {
    this.tenancy = tenancy;
    this.storage = storage;
    this.folders = folders;
    this.intake = new Intake(tenancy, storage, common);
    this.names = new SealedNames(keys);
    this.heartbeats = heartbeats;
  }

  private enum Fate {
    IMPORTED,
    REFUSED,
    LEFT,
    WAITING
  }

  /** A folder that is being looked into, as its row has it. */
  private record Look(ImportFoldersRecord folder, DropFolder files) {}

  @Override
  public FolderLook lookIntoFolder(FolderRef ref) {
    Optional<ImportFoldersRecord> folder = folder(ref);
    if (folder.isEmpty()) {
      return new FolderLook(List.of());
    }
    try (DropFolder files = folders.apply(folder.get())) {
      List<String> seals =
          files.list().stream().limit(FILES_PER_RUN).map(FolderActivitiesImpl::seal).toList();
      if (seals.isEmpty()) {
        looked(ref, 0);
      }
      return new FolderLook(seals);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public FolderCounts takeFiles(FolderTake take) {
    Optional<ImportFoldersRecord> folder = folder(take.ref());
    if (folder.isEmpty()) {
      return FolderCounts.NONE;
    }
    Set<String> settled = new HashSet<>(take.look().seals());
    int[] counts = new int[Fate.values().length];
    try (var _ = new Pulse(heartbeats.get());
        DropFolder files = folders.apply(folder.get())) {
      Look look = new Look(folder.get(), files);
      for (Entry entry : files.list()) {
        Fate fate = settled.contains(seal(entry)) ? take(look, entry) : Fate.LEFT;
        counts[fate.ordinal()]++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    looked(take.ref(), counts[Fate.WAITING.ordinal()]);
    return new FolderCounts(
        counts[Fate.IMPORTED.ordinal()],
        counts[Fate.REFUSED.ordinal()],
        counts[Fate.LEFT.ordinal()],
        counts[Fate.WAITING.ordinal()]);
  }

  /** What the row of a folder says of the last look into it. */
  private void looked(FolderRef ref, int waiting) {
    tenancy.change(
        ref.tenant().value(),
        db ->
            db.update(IMPORT_FOLDERS)
                .set(IMPORT_FOLDERS.LOOKED_AT, DSL.currentInstant())
                .set(IMPORT_FOLDERS.WAITING_FILES, waiting)
                .set(IMPORT_FOLDERS.WAITING_BECAUSE, waiting > 0 ? Intake.TOO_MANY_RUNNING : null)
                .where(
                    IMPORT_FOLDERS.TENANT_ID.eq(ref.tenant().value()),
                    IMPORT_FOLDERS.FOLDER_ID.eq(ref.folderId()))
                .execute());
  }

  private Fate take(Look look, Entry entry) throws IOException {
    if (!entry.regular()) {
      return refuse(
          look, entry, unread(entry), "imports/not-a-file", "This is a link and no file.");
    }
    if (entry.length() > LARGEST) {
      return refuse(
          look,
          entry,
          unread(entry),
          "imports/file-too-large",
          "Split the file; the largest has 1 GiB.");
    }
    ImportFoldersRecord folder = look.folder();
    String tenant = folder.getTenantId();
    if (intake.full(tenant)) {
      return Fate.WAITING;
    }
    ImportKind kind = Intake.kind(folder.getKind());
    try (InputStream bytes = look.files().open(entry)) {
      FileReading reading = intake.reading(tenant, kind, folder.getMapping(), folder.getDeclared());
      StoredFile stored = intake.store(tenant, kind, bytes, reading);
      if (stored.length() != entry.length()) {
        storage.delete(tenant, stored.name());
        return Fate.LEFT;
      }
      return importOnce(look, kind, entry, stored);
    } catch (FileRefused refused) {
      return refuse(
          look, entry, "imports/" + refused.problem().code().id(), refused.problem().sentence());
    } catch (NoSuchFileException takenAway) {
      return Fate.LEFT;
    }
  }

  /** The row first: a file that was not laid aside for a crash is not imported again. */
  private Fate importOnce(Look look, ImportKind kind, Entry entry, StoredFile stored)
      throws IOException {
    ImportFoldersRecord folder = look.folder();
    byte[] key = key(entry, stored.sha256());
    Intake.Fate fate =
        intake.make(
            new Intake.Order(
                folder.getTenantId(),
                folder.getCreatedBy(),
                kind,
                Json.read(folder.getOptions().data(), Options.class),
                FolderNames.PRIORITY,
                Map.entry("folder", folder.getFolderId().toString())),
            stored,
            (db, importId) -> note(db, folder, entry, key, importId, null));
    return switch (fate) {
      case IMPORTED -> {
        look.files().done(entry);
        moved(folder, key);
        yield Fate.IMPORTED;
      }
      case WAITS -> Fate.WAITING;
      case TOO_MANY_BYTES -> refuse(look, entry, key, Intake.TOO_MANY_BYTES_KEPT, NO_BYTES);
    };
  }

  /** A file may be gone or another one by now: then there is nothing to refuse. */
  private Fate refuse(Look look, Entry entry, String problem, String reason) throws IOException {
    try {
      return refuse(look, entry, key(entry, contentDigest(look, entry)), problem, reason);
    } catch (NoSuchFileException takenAway) {
      return Fate.LEFT;
    }
  }

  private Fate refuse(Look look, Entry entry, byte[] key, String problem, String reason)
      throws IOException {
    ImportFoldersRecord folder = look.folder();
    tenancy.change(folder.getTenantId(), db -> note(db, folder, entry, key, null, problem));
    look.files().refused(entry, reason);
    moved(folder, key);
    return Fate.REFUSED;
  }

  /** A file that was refused may come again and be an import, once something else has changed. */
  private boolean note(
      DSLContext db,
      ImportFoldersRecord folder,
      Entry entry,
      byte[] key,
      @Nullable UUID importId,
      @Nullable String problem) {
    return db.insertInto(IMPORT_FOLDER_FILES)
            .set(IMPORT_FOLDER_FILES.TENANT_ID, folder.getTenantId())
            .set(IMPORT_FOLDER_FILES.FOLDER_ID, folder.getFolderId())
            .set(IMPORT_FOLDER_FILES.FILE_KEY, key)
            .set(
                IMPORT_FOLDER_FILES.NAME_CIPHERTEXT,
                names.seal(folder.getTenantId(), key, entry.name()))
            .set(IMPORT_FOLDER_FILES.CONTENT_LENGTH, entry.length())
            .set(IMPORT_FOLDER_FILES.IMPORT_ID, importId)
            .set(IMPORT_FOLDER_FILES.PROBLEM, problem)
            .onConflict(
                IMPORT_FOLDER_FILES.TENANT_ID,
                IMPORT_FOLDER_FILES.FOLDER_ID,
                IMPORT_FOLDER_FILES.FILE_KEY)
            .doUpdate()
            .set(IMPORT_FOLDER_FILES.IMPORT_ID, importId)
            .set(IMPORT_FOLDER_FILES.PROBLEM, problem)
            .set(IMPORT_FOLDER_FILES.MOVED, false)
            .set(IMPORT_FOLDER_FILES.SEEN_AT, DSL.currentInstant())
            .where(IMPORT_FOLDER_FILES.IMPORT_ID.isNull())
            .execute()
        == 1;
  }

  private void moved(ImportFoldersRecord folder, byte[] key) {
    tenancy.change(
        folder.getTenantId(),
        db ->
            db.update(IMPORT_FOLDER_FILES)
                .set(IMPORT_FOLDER_FILES.MOVED, true)
                .where(
                    IMPORT_FOLDER_FILES.TENANT_ID.eq(folder.getTenantId()),
                    IMPORT_FOLDER_FILES.FOLDER_ID.eq(folder.getFolderId()),
                    IMPORT_FOLDER_FILES.FILE_KEY.eq(key))
                .execute());
  }

  private static byte[] contentDigest(Look look, Entry entry) throws IOException {
    MessageDigest digest = Sha256.start();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = look.files().open(entry)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return digest.digest();
  }

  /** Enabled and there. */
  private Optional<ImportFoldersRecord> folder(FolderRef ref) {
    return tenancy.read(
        ref.tenant().value(),
        db ->
            db.selectFrom(IMPORT_FOLDERS)
                .where(
                    IMPORT_FOLDERS.TENANT_ID.eq(ref.tenant().value()),
                    IMPORT_FOLDERS.FOLDER_ID.eq(ref.folderId()),
                    IMPORT_FOLDERS.ENABLED.isTrue(),
                    IMPORT_FOLDERS.DELETED.isFalse())
                .fetchOptional());
  }

  private static String seal(Entry entry) {
    byte[] digest =
        digest(
            entry.name().getBytes(StandardCharsets.UTF_8),
            ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(entry.length())
                .putLong(entry.modified().toEpochMilli())
                .array(),
            entry.version().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(Arrays.copyOf(digest, SEAL_BYTES));
  }

  /** Of what is refused for what it is, whatever it holds. */
  private static byte[] unread(Entry entry) {
    return key(entry, seal(entry).getBytes(StandardCharsets.UTF_8));
  }

  /** By name and content: a file is imported once. */
  private static byte[] key(Entry entry, byte[] content) {
    return digest(entry.name().getBytes(StandardCharsets.UTF_8), content);
  }

  private static byte[] digest(byte[] name, byte[]... rest) {
    MessageDigest sha256 = Sha256.start();
    sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(name.length).array());
    sha256.update(name);
    for (byte[] part : rest) {
      sha256.update(part);
    }
    return sha256.digest();
  }
}
