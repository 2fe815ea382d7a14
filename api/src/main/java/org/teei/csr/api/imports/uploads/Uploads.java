package org.teei.csr.api.imports.uploads;

import static org.teei.csr.schema.jooq.Tables.IMPORT_GROUPS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_GROUP_FILES;
import static org.teei.csr.schema.jooq.Tables.UPLOADS;
import static org.teei.csr.schema.jooq.Tables.UPLOAD_PARTS;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.imports.StoredUploads;
import org.teei.csr.schema.jooq.tables.records.UploadsRecord;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.Tenancy;

/** Uploads of the principal: nobody else's are there, also not those of a colleague. */
@Component
public final class Uploads {
  private static final Logger log = LoggerFactory.getLogger(Uploads.class);
  private static final Duration UNFINISHED = Duration.ofHours(24);
  private static final Duration FINISHED = Duration.ofDays(7);
  private static final String RESOURCE = "upload";

  private final Tenancy tenancy;
  private final TenantKeys keys;
  private final Storage storage;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;

  Uploads(
      Tenancy tenancy,
      TenantKeys keys,
      Storage storage,
      CurrentPrincipal principals,
      AuditTrail trail) {
    this.tenancy = tenancy;
    this.keys = keys;
    this.storage = storage;
    this.principals = principals;
    this.trail = trail;
  }

  /** A complete file. */
  public record Finished(InputStream bytes, @Nullable Charset charset) {}

  /**
   * A stored part of a piece.
   *
   * @param name of the stored object
   */
  record Part(long offset, long length, String name) {}

  /** Makes an upload of this id, or finds it: an answer to its making was lost. */
  UploadsRecord create(UUID requested, long length, @Nullable UploadMetadata metadata) {
    var who = principals.get();
    return tenancy.write(
        who.tenant(),
        db -> {
          var id = requested;
          while (db.fetchExists(
              UPLOADS,
              UPLOADS.TENANT_ID.eq(who.tenant()),
              UPLOADS.UPLOAD_ID.eq(id),
              UPLOADS.CREATED_AT.lt(Instant.now().minus(IdempotentRequests.LIFETIME)))) {
            id = IdempotentRequests.successor(id);
          }
          var made =
              db.insertInto(UPLOADS)
                  .set(UPLOADS.TENANT_ID, who.tenant())
                  .set(UPLOADS.UPLOAD_ID, id)
                  .set(UPLOADS.LENGTH, length)
                  .set(UPLOADS.METADATA_CIPHERTEXT, sealed(who.tenant(), id, metadata))
                  .set(UPLOADS.CREATED_BY, who.name())
                  .set(UPLOADS.EXPIRES_AT, expiry(length == 0))
                  .onConflictDoNothing()
                  .execute();
          if (made == 1) {
            Audit.append(
                db,
                trail
                    .entry("imports.create-upload", RESOURCE, id)
                    .withDetails(Map.of("length", length)));
          }
          return found(db, who.tenant(), id);
        });
  }

  /**
   * The principal's upload.
   *
   * @throws ProblemException with 404, or 410 where its time is over
   */
  UploadsRecord find(UUID id) {
    var tenant = principals.get().tenant();
    return tenancy.read(tenant, db -> found(db, tenant, id));
  }

  @Nullable UploadMetadata metadata(UploadsRecord upload) {
    var sealed = upload.getMetadataCiphertext();
    return sealed == null
        ? null
        : new UploadMetadata(
            new String(
                keys.cipher(upload.getTenantId())
                    .decrypt(sealed, place(upload.getTenantId(), upload.getUploadId())),
                StandardCharsets.UTF_8));
  }

  /**
   * Lets a writer go on with an upload; whoever wrote before adds nothing more.
   *
   * @throws ProblemException with 409 where the upload does not end at the offset
   */
  void enter(UUID id, long offset, UUID writer) {
    var tenant = principals.get().tenant();
    tenancy.change(
        tenant,
        db -> {
          var entered =
              db.update(UPLOADS)
                  .set(UPLOADS.WRITER, writer)
                  .where(own(tenant, id), UPLOADS.RECEIVED.eq(offset))
                  .execute();
          if (entered == 0) {
            throw ProblemException.of(UploadProblem.WRONG_OFFSET);
          }
        });
  }

  /** Counts parts as received; false, and nothing is counted, where another writer goes on. */
  boolean add(UUID id, UUID writer, List<Part> parts) {
    var tenant = principals.get().tenant();
    var end = parts.getLast().offset() + parts.getLast().length();
    return tenancy.write(
        tenant,
        db -> {
          var whole = UPLOADS.LENGTH.eq(end);
          var upload =
              db.update(UPLOADS)
                  .set(UPLOADS.RECEIVED, end)
                  .set(UPLOADS.EXPIRES_AT, DSL.when(whole, expiry(true)).otherwise(expiry(false)))
                  .where(
                      own(tenant, id),
                      UPLOADS.WRITER.eq(writer),
                      UPLOADS.RECEIVED.eq(parts.getFirst().offset()))
                  .returning()
                  .fetchOptional();
          if (upload.isEmpty()) {
            return false;
          }
          parts.forEach(part -> insert(db, tenant, id, part));
          if (upload.get().getLength() == end) {
            Audit.append(
                db,
                trail
                    .entry("imports.finish-upload", RESOURCE, id)
                    .withDetails(Map.of("length", end)));
          }
          return true;
        });
  }

  /** Removes an upload for good. */
  void delete(UUID id) {
    var tenant = principals.get().tenant();
    var parts =
        tenancy.write(
            tenant,
            db -> {
              found(db, tenant, id);
              if (awaited(db, tenant, id)) {
                throw ProblemException.of(UploadProblem.UPLOAD_IN_USE);
              }
              var stored = StoredUploads.parts(db, tenant, id);
              db.deleteFrom(UPLOADS).where(own(tenant, id)).execute();
              Audit.append(db, trail.entry("imports.delete-upload", RESOURCE, id));
              return stored;
            });
    parts.forEach(part -> discard(tenant, part));
  }

  /** Deletes a stored part that no upload has; housekeeping deletes what is left here. */
  void discard(String tenant, String name) {
    try {
      storage.delete(tenant, name);
    } catch (IOException e) {
      log.warn("A stored object could not be deleted: {}", name);
    }
  }

  /**
   * Opens a complete upload of the principal, to be closed by the caller.
   *
   * @throws ProblemException with 404, with 410 where its time is over, with 409 where it lacks
   *     bytes
   */
  public Finished open(UUID id) {
    var tenant = principals.get().tenant();
    var upload = finished(id);
    var metadata = metadata(upload);
    var parts = tenancy.read(tenant, db -> StoredUploads.parts(db, tenant, id));
    return new Finished(
        new StoredUploads(storage).open(tenant, parts),
        metadata == null ? null : metadata.charset());
  }

  /** Like {@link #open}, without opening it. */
  public UploadsRecord finished(UUID id) {
    var upload = find(id);
    if (upload.getReceived() < upload.getLength()) {
      throw ProblemException.of(UploadProblem.UPLOAD_UNFINISHED);
    }
    return upload;
  }

  private UploadsRecord found(DSLContext db, String tenant, UUID id) {
    var upload =
        db.selectFrom(UPLOADS)
            .where(own(tenant, id))
            .fetchOptional()
            .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
    if (upload.getExpiresAt().isBefore(Instant.now()) && !awaited(db, tenant, id)) {
      throw ProblemException.of(UploadProblem.UPLOAD_EXPIRED);
    }
    return upload;
  }

  /** Whether a group that has not ended has still to import it. */
  private static boolean awaited(DSLContext db, String tenant, UUID id) {
    return db.fetchExists(
        DSL.selectOne()
            .from(IMPORT_GROUP_FILES)
            .join(IMPORT_GROUPS)
            .on(
                IMPORT_GROUPS.TENANT_ID.eq(IMPORT_GROUP_FILES.TENANT_ID),
                IMPORT_GROUPS.GROUP_ID.eq(IMPORT_GROUP_FILES.GROUP_ID))
            .where(
                IMPORT_GROUP_FILES.TENANT_ID.eq(tenant),
                IMPORT_GROUP_FILES.UPLOAD_ID.eq(id),
                IMPORT_GROUP_FILES.STATE.eq("waiting"),
                IMPORT_GROUPS.FINISHED_AT.isNull()));
  }

  private static void insert(DSLContext db, String tenant, UUID id, Part part) {
    db.insertInto(UPLOAD_PARTS)
        .set(UPLOAD_PARTS.TENANT_ID, tenant)
        .set(UPLOAD_PARTS.UPLOAD_ID, id)
        .set(UPLOAD_PARTS.BYTE_OFFSET, part.offset())
        .set(UPLOAD_PARTS.BYTE_LENGTH, part.length())
        .set(UPLOAD_PARTS.STORED_OBJECT, part.name())
        .execute();
  }

  private Condition own(String tenant, UUID id) {
    return DSL.and(
        UPLOADS.TENANT_ID.eq(tenant),
        UPLOADS.UPLOAD_ID.eq(id),
        UPLOADS.CREATED_BY.eq(principals.get().name()));
  }

  private byte @Nullable [] sealed(String tenant, UUID id, @Nullable UploadMetadata metadata) {
    return metadata == null
        ? null
        : keys.cipher(tenant)
            .encrypt(metadata.header().getBytes(StandardCharsets.UTF_8), place(tenant, id));
  }

  private static byte[] place(String tenant, UUID id) {
    return "%s/uploads/metadata_ciphertext/%s"
        .formatted(tenant, id)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Instant expiry(boolean whole) {
    return Instant.now().plus(whole ? FINISHED : UNFINISHED);
  }
}
