package org.teei.csr.api.imports.folders;

import static org.teei.csr.schema.jooq.Tables.IMPORT_FOLDERS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_FOLDER_FILES;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.idempotency.IdempotentRequests.Answer;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.imports.RequestedOptions;
import org.teei.csr.api.imports.RequestedReading;
import org.teei.csr.api.imports.folders.FoldersController.Bucket;
import org.teei.csr.api.imports.folders.FoldersController.File;
import org.teei.csr.api.imports.folders.FoldersController.Folder;
import org.teei.csr.api.imports.folders.FoldersController.NewFolder;
import org.teei.csr.api.imports.folders.FoldersController.Replacement;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.Page;
import org.teei.csr.api.shared.PlatformSettings;
import org.teei.csr.api.shared.Versions;
import org.teei.csr.api.shared.Versions.Versioned;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.imports.BucketPlace;
import org.teei.csr.schema.imports.BucketSeal;
import org.teei.csr.schema.imports.NewImport;
import org.teei.csr.schema.imports.SealedNames;
import org.teei.csr.schema.jooq.tables.records.ImportFolderFilesRecord;
import org.teei.csr.schema.jooq.tables.records.ImportFoldersRecord;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * The drop folders of the principal's company. Their rows are the truth; the workers write the
 * Temporal Schedules after them.
 */
@Component
final class Folders {
  private static final String RESOURCE = "import-folder";
  private static final int LONGEST_NAME = 63;

  /** The columns of a bucket; none for a directory. */
  private record Bucketed(@Nullable JSONB place, byte @Nullable [] key) {}

  private final Tenancy tenancy;
  private final SealedNames names;
  private final BucketSeal seal;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final IdempotentRequests requests;
  private final boolean plainHttp;

  Folders(
      Tenancy tenancy,
      TenantKeys keys,
      CurrentPrincipal principals,
      AuditTrail trail,
      IdempotentRequests requests,
      PlatformSettings platform) {
    this.tenancy = tenancy;
    this.names = new SealedNames(keys);
    this.seal = new BucketSeal(keys);
    this.principals = principals;
    this.trail = trail;
    this.requests = requests;
    this.plainHttp = platform.development();
  }

  Page<Folder> list(Page.Range range) {
    var tenant = principals.get().tenant();
    var own = IMPORT_FOLDERS.TENANT_ID.eq(tenant).and(IMPORT_FOLDERS.DELETED.isFalse());
    var slice =
        tenancy.read(
            tenant,
            db ->
                new Page.Slice<>(
                    db.selectFrom(IMPORT_FOLDERS)
                        .where(own)
                        .orderBy(IMPORT_FOLDERS.NAME)
                        .limit(range.pageSize())
                        .offset(range.offset())
                        .fetch(),
                    db.fetchCount(IMPORT_FOLDERS, own)));
    return Page.of(slice, range, FoldersController.PATH, Map.of(), Folders::shape);
  }

  Versioned<Folder> get(UUID id) {
    var tenant = principals.get().tenant();
    return tenancy.read(tenant, db -> versioned(find(db, tenant, id)));
  }

  Page<File> files(UUID id, Page.Range range) {
    var tenant = principals.get().tenant();
    var own = IMPORT_FOLDER_FILES.TENANT_ID.eq(tenant).and(IMPORT_FOLDER_FILES.FOLDER_ID.eq(id));
    var slice =
        tenancy.read(
            tenant,
            db -> {
              find(db, tenant, id);
              return new Page.Slice<>(
                  db.selectFrom(IMPORT_FOLDER_FILES)
                      .where(own)
                      .orderBy(IMPORT_FOLDER_FILES.SEEN_AT.desc(), IMPORT_FOLDER_FILES.FILE_KEY)
                      .limit(range.pageSize())
                      .offset(range.offset())
                      .fetch(),
                  db.fetchCount(IMPORT_FOLDER_FILES, own));
            });
    return Page.of(
        slice, range, FoldersController.PATH + "/" + id + "/files", Map.of(), this::file);
  }

  ResponseEntity<byte[]> create(NewFolder wanted, @Nullable String key) {
    if (!soundName(wanted.name())) {
      throw ProblemException.of(
          RequestProblem.INVALID_BODY,
          List.of(
              Fault.ofMember(
                  "/name", "invalid", "Has up to 63 lower-case letters, digits and hyphens.")));
    }
    var kind = RequestedOptions.kind(wanted.kind());
    var options = RequestedOptions.checked(wanted.options());
    var reading = RequestedReading.checked(kind, wanted.reading());
    var place = place(wanted.bucket());
    var bucketKey = wanted.bucket() == null ? null : wanted.bucket().key();
    if (place != null && bucketKey == null) {
      throw RequestedBucket.missingKey();
    }
    return requests.answer(
        principals.get(),
        "POST " + FoldersController.PATH,
        key,
        List.of(Json.of(wanted).getBytes(StandardCharsets.UTF_8)),
        id -> {
          var sealed = bucketKey == null ? null : seal.seal(tenant(), id, bucketKey);
          return created(id, wanted, options, reading, new Bucketed(json(place), sealed));
        });
  }

  private Answer created(
      UUID id,
      NewFolder wanted,
      NewImport.Options options,
      RequestedReading.Kept reading,
      Bucketed bucketed) {
    var who = principals.get();
    return tenancy.write(
        who.tenant(),
        db -> {
          var made =
              db.insertInto(IMPORT_FOLDERS)
                  .set(IMPORT_FOLDERS.TENANT_ID, who.tenant())
                  .set(IMPORT_FOLDERS.FOLDER_ID, id)
                  .set(IMPORT_FOLDERS.NAME, wanted.name())
                  .set(IMPORT_FOLDERS.KIND, wanted.kind())
                  .set(IMPORT_FOLDERS.OPTIONS, JSONB.valueOf(Json.of(options)))
                  .set(IMPORT_FOLDERS.MAPPING, reading.mapping())
                  .set(IMPORT_FOLDERS.DECLARED, reading.declared())
                  .set(IMPORT_FOLDERS.BUCKET, bucketed.place())
                  .set(IMPORT_FOLDERS.BUCKET_CREDENTIALS_CIPHERTEXT, bucketed.key())
                  .set(IMPORT_FOLDERS.ENABLED, wanted.enabled())
                  .set(IMPORT_FOLDERS.INTERVAL_SECONDS, wanted.intervalSeconds())
                  .set(IMPORT_FOLDERS.CREATED_BY, who.name())
                  .onConflictDoNothing()
                  .execute();
          if (made == 1) {
            Audit.append(db, trail.entry("imports.add-folder", RESOURCE, id));
          } else if (!there(db, who.tenant(), id)) {
            throw ProblemException.of(FolderProblem.FOLDER_EXISTS);
          }
          return new Answer(
              201,
              shape(find(db, who.tenant(), id)),
              URI.create(FoldersController.PATH + "/" + id));
        });
  }

  Versioned<Folder> replace(UUID id, String ifMatch, Replacement wanted) {
    var kind = RequestedOptions.kind(wanted.kind());
    var options = RequestedOptions.checked(wanted.options());
    var reading = RequestedReading.checked(kind, wanted.reading());
    var place = place(wanted.bucket());
    var tenant = principals.get().tenant();
    return tenancy.write(
        tenant,
        db -> {
          var row = locked(db, tenant, id);
          Versions.check(ifMatch, row.getVersion());
          row.setKind(wanted.kind());
          row.setOptions(JSONB.valueOf(Json.of(options)));
          row.setMapping(reading.mapping());
          row.setDeclared(reading.declared());
          row.setBucketCredentialsCiphertext(key(row, wanted.bucket(), place));
          row.setBucket(json(place));
          row.setEnabled(wanted.enabled());
          row.setIntervalSeconds(wanted.intervalSeconds());
          changed(row);
          Audit.append(db, trail.entry("imports.replace-folder", RESOURCE, id));
          return versioned(row);
        });
  }

  private @Nullable BucketPlace place(@Nullable RequestedBucket wanted) {
    return wanted == null ? null : wanted.place(plainHttp);
  }

  private static @Nullable JSONB json(@Nullable BucketPlace place) {
    return place == null ? null : JSONB.valueOf(Json.of(place));
  }

  private static @Nullable BucketPlace kept(ImportFoldersRecord row) {
    return row.getBucket() == null ? null : Json.read(row.getBucket().data(), BucketPlace.class);
  }

  /** The new key, or the one before where it still goes to the same bucket of the same server. */
  private byte @Nullable [] key(
      ImportFoldersRecord row, @Nullable RequestedBucket wanted, @Nullable BucketPlace place) {
    if (wanted == null || place == null) {
      return null;
    }
    var key = wanted.key();
    if (key != null) {
      return seal.seal(row.getTenantId(), row.getFolderId(), key);
    }
    var before = kept(row);
    if (before == null
        || !before.bucket().equals(place.bucket())
        || !before.region().equals(place.region())
        || !Objects.equals(before.endpoint(), place.endpoint())) {
      throw RequestedBucket.missingKey();
    }
    return row.getBucketCredentialsCiphertext();
  }

  private String tenant() {
    return principals.get().tenant();
  }

  /** The row stays, so that the Schedule is removed whenever Temporal can be reached. */
  void delete(UUID id) {
    var tenant = principals.get().tenant();
    tenancy.change(
        tenant,
        db -> {
          var row = locked(db, tenant, id);
          row.setDeleted(true);
          changed(row);
          Audit.append(db, trail.entry("imports.delete-folder", RESOURCE, id));
        });
  }

  private static void changed(ImportFoldersRecord row) {
    row.setVersion(row.getVersion() + 1);
    row.setChangedAt(Instant.now());
    row.update();
  }

  private static boolean there(DSLContext db, String tenant, UUID id) {
    return db.fetchExists(IMPORT_FOLDERS, own(tenant, id));
  }

  private static ImportFoldersRecord find(DSLContext db, String tenant, UUID id) {
    return db.selectFrom(IMPORT_FOLDERS)
        .where(own(tenant, id))
        .fetchOptional()
        .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
  }

  private static ImportFoldersRecord locked(DSLContext db, String tenant, UUID id) {
    return db.selectFrom(IMPORT_FOLDERS)
        .where(own(tenant, id))
        .forUpdate()
        .fetchOptional()
        .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
  }

  private static Condition own(String tenant, UUID id) {
    return IMPORT_FOLDERS
        .TENANT_ID
        .eq(tenant)
        .and(IMPORT_FOLDERS.FOLDER_ID.eq(id))
        .and(IMPORT_FOLDERS.DELETED.isFalse());
  }

  private static boolean soundName(String name) {
    return name.length() <= LONGEST_NAME
        && name.charAt(0) != '-'
        && name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
  }

  private static Versioned<Folder> versioned(ImportFoldersRecord row) {
    return new Versioned<>(shape(row), row.getVersion());
  }

  private static Folder shape(ImportFoldersRecord row) {
    return new Folder(
        row.getFolderId(),
        row.getName(),
        path(row),
        row.getKind(),
        RequestedOptions.of(Json.read(row.getOptions().data(), NewImport.Options.class)),
        RequestedReading.of(row.getMapping(), row.getDeclared()),
        bucket(row),
        row.getEnabled(),
        row.getIntervalSeconds(),
        row.getLookedAt(),
        row.getWaitingFiles(),
        problem(row.getWaitingBecause()),
        row.getCreatedAt(),
        row.getCreatedBy(),
        row.getChangedAt());
  }

  private static String path(ImportFoldersRecord row) {
    var place = kept(row);
    return place == null
        ? row.getTenantId() + "/" + row.getName()
        : "s3://" + place.bucket() + "/" + place.prefix();
  }

  private static @Nullable Bucket bucket(ImportFoldersRecord row) {
    var place = kept(row);
    return place == null
        ? null
        : new Bucket(
            place.bucket(), place.prefix(), place.region(), place.endpoint(), place.pathStyle());
  }

  private File file(ImportFolderFilesRecord row) {
    return new File(
        names.open(row.getTenantId(), row.getFileKey(), row.getNameCiphertext()),
        row.getImportId() == null ? "refused" : "imported",
        row.getImportId(),
        problem(row.getProblem()),
        row.getContentLength(),
        row.getSeenAt());
  }

  private static @Nullable URI problem(@Nullable String type) {
    return type == null ? null : URI.create("/problems/" + type);
  }
}
