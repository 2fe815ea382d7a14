package org.teei.csr.activities.imports.groups;

import static org.teei.csr.schema.jooq.Tables.IMPORT_GROUPS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_GROUP_FILES;
import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;
import static org.teei.csr.schema.jooq.Tables.UPLOADS;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.teei.csr.activities.imports.Intake;
import org.teei.csr.activities.imports.Intake.Fate;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.activities.shared.Pulse;
import org.teei.csr.engines.imports.FileReading;
import org.teei.csr.engines.imports.FileRefused;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.imports.ImportQuota.Limits;
import org.teei.csr.schema.imports.NewImport.Options;
import org.teei.csr.schema.imports.NewImport.StoredFile;
import org.teei.csr.schema.imports.StoredUploads;
import org.teei.csr.schema.jooq.tables.records.ImportGroupFilesRecord;
import org.teei.csr.schema.jooq.tables.records.ImportGroupsRecord;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.groups.FileBegun;
import org.teei.csr.workflows.imports.groups.FileEnds;
import org.teei.csr.workflows.imports.groups.FileEnds.FileEnd;
import org.teei.csr.workflows.imports.groups.GroupActivities;
import org.teei.csr.workflows.imports.groups.GroupChange;
import org.teei.csr.workflows.imports.groups.GroupFile;
import org.teei.csr.workflows.imports.groups.GroupFinish;
import org.teei.csr.workflows.imports.groups.GroupNames;
import org.teei.csr.workflows.imports.groups.GroupPlan;
import org.teei.csr.workflows.imports.groups.GroupRef;
import org.teei.csr.workflows.imports.groups.OpenFiles;
import org.teei.csr.workflows.shared.FailureClass;

/** Works groups of imports off, from rows that the API wrote. */
public final class GroupActivitiesImpl implements GroupActivities {
  private static final String WAITING = "waiting";
  private static final String BEGUN = "begun";

  private final Tenancy tenancy;
  private final Storage storage;
  private final Intake intake;
  private final Supplier<Runnable> heartbeats;

  /**
   * @param tenancy connects as {@code csr_worker}
   * @param common what companies may have for which nothing else is set
   */
  public GroupActivitiesImpl(Tenancy tenancy, Storage storage, Limits common) {
    this(tenancy, storage, common, Intake::heartbeat);
  }

  /**
   * @param heartbeats what says that the present step lives
   */
  GroupActivitiesImpl(
      Tenancy tenancy, Storage storage, Limits common, Supplier<Runnable> heartbeats) {
    this.tenancy = tenancy;
    this.storage = storage;
    this.intake = new Intake(tenancy, storage, common);
    this.heartbeats = heartbeats;
  }

  @Override
  public GroupPlan planGroup(GroupRef ref) {
    return tenancy.read(
        ref.tenant().value(),
        db -> {
          ImportGroupsRecord group = group(db, ref);
          int files =
              db.fetchCount(
                  IMPORT_GROUP_FILES,
                  IMPORT_GROUP_FILES.TENANT_ID.eq(ref.tenant().value()),
                  IMPORT_GROUP_FILES.GROUP_ID.eq(ref.groupId()));
          return new GroupPlan(
              files, group.getFileOrder().equals("strict"), group.getOnFailure().equals("stop"));
        });
  }

  @Override
  public FileBegun beginFile(GroupFile file) {
    String tenant = file.ref().tenant().value();
    ImportGroupFilesRecord row = tenancy.read(tenant, db -> row(db, file));
    if (!row.getState().equals(WAITING)) {
      return FileBegun.ended(row.getState().equals(BEGUN));
    }
    if (intake.full(tenant)) {
      return waits(file);
    }
    try (var _ = new Pulse(heartbeats.get())) {
      switch (takeIn(file, row)) {
        case IMPORTED -> {}
        case WAITS -> {
          return waits(file);
        }
        case TOO_MANY_BYTES -> refuse(file, Intake.TOO_MANY_BYTES_KEPT);
      }
    } catch (FileRefused refused) {
      refuse(file, "imports/" + refused.problem().code().id());
    } catch (NoSuchFileException gone) {
      refuse(file, "imports/file-expired");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return FileBegun.ended(tenancy.read(tenant, db -> row(db, file)).getState().equals(BEGUN));
  }

  private Fate takeIn(GroupFile file, ImportGroupFilesRecord row) throws IOException, FileRefused {
    GroupRef ref = file.ref();
    String tenant = ref.tenant().value();
    ImportGroupsRecord group = tenancy.read(tenant, db -> group(db, ref));
    ImportKind kind = Intake.kind(group.getKind());
    try (InputStream bytes = open(tenant, row)) {
      FileReading reading = intake.reading(tenant, kind, group.getMapping(), group.getDeclared());
      StoredFile stored = intake.store(tenant, kind, bytes, reading);
      return intake.make(
          new Intake.Order(
              tenant,
              group.getCreatedBy(),
              kind,
              Json.read(group.getOptions().data(), Options.class),
              GroupNames.PRIORITY,
              Map.entry("group", ref.groupId().toString())),
          stored,
          (db, importId) ->
              db.update(IMPORT_GROUP_FILES)
                      .set(IMPORT_GROUP_FILES.STATE, BEGUN)
                      .set(IMPORT_GROUP_FILES.IMPORT_ID, importId)
                      .setNull(IMPORT_GROUP_FILES.PROBLEM)
                      .where(waiting(file))
                      .execute()
                  == 1);
    }
  }

  /** The bytes as they were uploaded, or as an earlier import keeps them. */
  private InputStream open(String tenant, ImportGroupFilesRecord row) throws IOException {
    UUID upload = row.getUploadId();
    if (upload != null) {
      boolean there =
          tenancy.read(
              tenant,
              db ->
                  db.fetchExists(
                      UPLOADS, UPLOADS.TENANT_ID.eq(tenant), UPLOADS.UPLOAD_ID.eq(upload)));
      if (there) {
        List<String> parts = tenancy.read(tenant, db -> StoredUploads.parts(db, tenant, upload));
        return new StoredUploads(storage).open(tenant, parts);
      }
    }
    String kept =
        tenancy.read(
            tenant,
            db ->
                db.select(IMPORT_JOBS.STORED_OBJECT)
                    .from(IMPORT_JOBS)
                    .where(
                        IMPORT_JOBS.TENANT_ID.eq(tenant),
                        IMPORT_JOBS.IMPORT_ID.eq(row.getSourceImportId()),
                        IMPORT_JOBS.STORED_OBJECT.ne(""))
                    .fetchOne(IMPORT_JOBS.STORED_OBJECT));
    if (kept == null) {
      throw new NoSuchFileException("the file of a group");
    }
    return storage.open(tenant, kept, 0);
  }

  private void refuse(GroupFile file, String problem) {
    note(file, "refused", problem);
  }

  /** Why it does not begin can be read beside it. */
  private FileBegun waits(GroupFile file) {
    note(file, WAITING, Intake.TOO_MANY_RUNNING);
    return FileBegun.WAITS;
  }

  private void note(GroupFile file, String state, String problem) {
    tenancy.change(
        file.ref().tenant().value(),
        db ->
            db.update(IMPORT_GROUP_FILES)
                .set(IMPORT_GROUP_FILES.STATE, state)
                .set(IMPORT_GROUP_FILES.PROBLEM, problem)
                .where(waiting(file))
                .execute());
  }

  @Override
  public FileEnds endedFiles(OpenFiles files) {
    String tenant = files.ref().tenant().value();
    return new FileEnds(
        tenancy.read(
            tenant,
            db ->
                db.select(IMPORT_GROUP_FILES.POSITION, IMPORT_JOBS.STATUS)
                    .from(IMPORT_GROUP_FILES)
                    .join(IMPORT_JOBS)
                    .on(
                        IMPORT_JOBS.TENANT_ID.eq(IMPORT_GROUP_FILES.TENANT_ID),
                        IMPORT_JOBS.IMPORT_ID.eq(IMPORT_GROUP_FILES.IMPORT_ID))
                    .where(
                        IMPORT_GROUP_FILES.TENANT_ID.eq(tenant),
                        IMPORT_GROUP_FILES.GROUP_ID.eq(files.ref().groupId()),
                        IMPORT_GROUP_FILES.POSITION.in(files.positions()),
                        IMPORT_JOBS.FINISHED_AT.isNotNull())
                    .orderBy(IMPORT_GROUP_FILES.POSITION)
                    .fetch(end -> new FileEnd(end.value1(), end.value2().equals("completed")))));
  }

  @Override
  public void showGroup(GroupChange change) {
    tenancy.change(
        change.ref().tenant().value(),
        db ->
            db.update(IMPORT_GROUPS)
                .set(IMPORT_GROUPS.STATUS, change.status().spelling())
                .where(own(change.ref()), IMPORT_GROUPS.FINISHED_AT.isNull())
                .execute());
  }

  @Override
  public void finishGroup(GroupFinish finish) {
    GroupRef ref = finish.ref();
    tenancy.change(
        ref.tenant().value(),
        db -> {
          int ended =
              db.update(IMPORT_GROUPS)
                  .set(IMPORT_GROUPS.STATUS, finish.status().spelling())
                  .set(IMPORT_GROUPS.PROBLEM, finish.problem())
                  .set(IMPORT_GROUPS.FINISHED_AT, DSL.currentInstant())
                  .where(own(ref), IMPORT_GROUPS.FINISHED_AT.isNull())
                  .execute();
          if (ended == 0) {
            return;
          }
          db.update(IMPORT_GROUP_FILES)
              .set(IMPORT_GROUP_FILES.STATE, "left_out")
              .where(
                  IMPORT_GROUP_FILES.TENANT_ID.eq(ref.tenant().value()),
                  IMPORT_GROUP_FILES.GROUP_ID.eq(ref.groupId()),
                  IMPORT_GROUP_FILES.STATE.eq(WAITING))
              .execute();
          Audit.append(db, audited(finish));
        });
  }

  private static AuditEntry audited(GroupFinish finish) {
    GroupRef ref = finish.ref();
    return AuditEntry.of(
            ref.tenant().value(),
            "system",
            "system",
            "imports.group-finished",
            "import-group",
            ref.groupId().toString())
        .withWorkflow(GroupNames.workflowId(ref.tenant(), ref.groupId()))
        .withDetails(Map.of("status", finish.status().spelling()));
  }

  private static ImportGroupsRecord group(DSLContext db, GroupRef ref) {
    return db.selectFrom(IMPORT_GROUPS)
        .where(own(ref))
        .fetchOptional()
        .orElseThrow(() -> new StepFailure(FailureClass.DATA, "unknown-group"));
  }

  private static ImportGroupFilesRecord row(DSLContext db, GroupFile file) {
    return db.selectFrom(IMPORT_GROUP_FILES)
        .where(place(file))
        .fetchOptional()
        .orElseThrow(() -> new StepFailure(FailureClass.DATA, "unknown-group"));
  }

  private static Condition own(GroupRef ref) {
    return IMPORT_GROUPS
        .TENANT_ID
        .eq(ref.tenant().value())
        .and(IMPORT_GROUPS.GROUP_ID.eq(ref.groupId()));
  }

  private static Condition place(GroupFile file) {
    return IMPORT_GROUP_FILES
        .TENANT_ID
        .eq(file.ref().tenant().value())
        .and(IMPORT_GROUP_FILES.GROUP_ID.eq(file.ref().groupId()))
        .and(IMPORT_GROUP_FILES.POSITION.eq(file.position()));
  }

  private static Condition waiting(GroupFile file) {
    return place(file).and(IMPORT_GROUP_FILES.STATE.eq(WAITING));
  }
}
