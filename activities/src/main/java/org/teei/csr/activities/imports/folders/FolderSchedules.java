package org.teei.csr.activities.imports.folders;

import static org.teei.csr.schema.jooq.Tables.IMPORT_FOLDERS;

import java.time.Duration;
import org.teei.csr.activities.shared.TabledSchedules;
import org.teei.csr.schema.jooq.tables.records.ImportFoldersRecord;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.folders.FolderNames;
import org.teei.csr.workflows.imports.folders.FolderRef;
import org.teei.csr.workflows.shared.TenantId;

/** Drop folders whose Schedules are behind. */
public final class FolderSchedules extends TabledSchedules<ImportFoldersRecord> {
  private static final Columns<ImportFoldersRecord> COLUMNS =
      new Columns<>(
          IMPORT_FOLDERS,
          IMPORT_FOLDERS.TENANT_ID,
          IMPORT_FOLDERS.FOLDER_ID,
          IMPORT_FOLDERS.VERSION,
          IMPORT_FOLDERS.SCHEDULED_VERSION,
          IMPORT_FOLDERS.DELETED);

  public FolderSchedules(SystemView system, Tenancy tenancy) {
    super(COLUMNS, system, tenancy);
  }

  @Override
  protected Wanted wanted(ImportFoldersRecord row) {
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
