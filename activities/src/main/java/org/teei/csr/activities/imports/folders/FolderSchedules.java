package org.teei.csr.activities.imports.folders;

import static org.teei.csr.schema.jooq.Tables.IMPORT_FOLDERS;

import java.time.Duration;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.teei.csr.activities.shared.ScheduledRows;
import org.teei.csr.schema.jooq.tables.records.ImportFoldersRecord;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.folders.FolderNames;
import org.teei.csr.workflows.imports.folders.FolderRef;
import org.teei.csr.workflows.shared.TenantId;

/** Drop folders whose Schedules are behind. */
public final class FolderSchedules implements ScheduledRows {
  private final SystemView system;
  private final Tenancy tenancy;

  public FolderSchedules(SystemView system, Tenancy tenancy) {
    this.system = system;
    this.tenancy = tenancy;
  }

  @Override
  public List<Wanted> changed() {
    return those(IMPORT_FOLDERS.SCHEDULED_VERSION.lt(IMPORT_FOLDERS.VERSION));
  }

  @Override
  public List<Wanted> followed() {
    return those(
        IMPORT_FOLDERS.SCHEDULED_VERSION.eq(IMPORT_FOLDERS.VERSION).andNot(IMPORT_FOLDERS.DELETED));
  }

  private List<Wanted> those(Condition which) {
    return system.read(db ->
        db.selectFrom(IMPORT_FOLDERS)
            .where(which)
            .orderBy(IMPORT_FOLDERS.TENANT_ID, IMPORT_FOLDERS.FOLDER_ID)
            .fetch(FolderSchedules::wanted));
  }

  @Override
  public boolean behind(DSLContext db, Wanted found) {
    return db.update(IMPORT_FOLDERS)
            .set(IMPORT_FOLDERS.SCHEDULED_VERSION, 0)
            .where(
                IMPORT_FOLDERS.TENANT_ID.eq(found.tenant()),
                IMPORT_FOLDERS.FOLDER_ID.eq(found.rowId()),
                IMPORT_FOLDERS.SCHEDULED_VERSION.eq(found.written()))
            .execute()
        == 1;
  }

  @Override
  public void scheduled(Wanted written) {
    tenancy.change(
        written.tenant(),
        db ->
            db.update(IMPORT_FOLDERS)
                .set(IMPORT_FOLDERS.SCHEDULED_VERSION, written.version())
                .where(
                    IMPORT_FOLDERS.TENANT_ID.eq(written.tenant()),
                    IMPORT_FOLDERS.FOLDER_ID.eq(written.rowId()),
                    IMPORT_FOLDERS.SCHEDULED_VERSION.lt(written.version()))
                .execute());
  }

  private static Wanted wanted(ImportFoldersRecord row) {
    TenantId tenant = new TenantId(row.getTenantId());
    return new Wanted(
        row.getTenantId(),
        row.getFolderId(),
        row.getVersion(),
        row.getScheduledVersion(),
        FolderNames.scheduleId(tenant, row.getFolderId()),
        FolderNames.WORKFLOW_TYPE,
        FolderNames.TASK_QUEUE,
        FolderNames.SUMMARY,
        new FolderRef(tenant, row.getFolderId()),
        FolderNames.PRIORITY,
        new Timing.Every(Duration.ofSeconds(row.getIntervalSeconds())),
        !row.getEnabled(),
        row.getDeleted());
  }
}
