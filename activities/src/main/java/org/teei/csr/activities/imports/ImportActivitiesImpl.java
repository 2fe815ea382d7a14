package org.teei.csr.activities.imports;

import io.temporal.activity.Activity;
import java.util.function.Supplier;
import org.teei.csr.activities.shared.Pulse;
import org.teei.csr.schema.personaldata.PersonKeys;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.Finish;
import org.teei.csr.workflows.imports.ImportActivities;
import org.teei.csr.workflows.imports.ImportCounts;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.MergeRange;
import org.teei.csr.workflows.imports.Merged;
import org.teei.csr.workflows.imports.StageOutcome;
import org.teei.csr.workflows.imports.StatusChange;
import org.teei.csr.workflows.imports.Validated;

/** The steps of an import on PostgreSQL and the storage of uploads. */
public final class ImportActivitiesImpl implements ImportActivities {
  private final Supplier<Heartbeat> heartbeats;
  private final Staging staging;
  private final Validation validation;
  private final Previewing previewing;
  private final Merging merging;
  private final Finishing finishing;

  /**
   * @param tenancy connects as {@code csr_worker}
   */
  public ImportActivitiesImpl(
      Tenancy tenancy, TenantKeys tenantKeys, PersonKeys personKeys, Storage storage) {
    this(tenancy, tenantKeys, personKeys, storage, () -> Activity.getExecutionContext()::heartbeat);
  }

  ImportActivitiesImpl(
      Tenancy tenancy,
      TenantKeys tenantKeys,
      PersonKeys personKeys,
      Storage storage,
      Supplier<Heartbeat> heartbeats) {
    this.heartbeats = heartbeats;
    this.staging = new Staging(tenancy, tenantKeys, storage);
    this.validation = new Validation(tenancy, tenantKeys);
    this.previewing = new Previewing(tenancy, tenantKeys, personKeys, storage);
    this.merging = new Merging(tenancy, tenantKeys, personKeys, storage);
    this.finishing = new Finishing(tenancy);
  }

  @Override
  public StageOutcome stage(ImportRef ref) {
    Heartbeat heartbeat = heartbeats.get();
    try (Pulse _ = new Pulse(() -> heartbeat.beat(null))) {
      return staging.stage(ref, heartbeat);
    }
  }

  @Override
  public Validated validate(ImportRef ref) {
    try (Pulse _ = pulse()) {
      return validation.validate(ref);
    }
  }

  @Override
  public Merged preview(MergeRange range) {
    try (Pulse _ = pulse()) {
      return previewing.preview(range);
    }
  }

  @Override
  public Merged merge(MergeRange range) {
    try (Pulse _ = pulse()) {
      return merging.merge(range);
    }
  }

  @Override
  public void show(StatusChange change) {
    finishing.show(change);
  }

  @Override
  public void remind(StatusChange waiting) {
    finishing.remind(waiting);
  }

  @Override
  public ImportCounts finish(Finish finish) {
    try (Pulse _ = pulse()) {
      return finishing.finish(finish);
    }
  }

  private Pulse pulse() {
    Heartbeat heartbeat = heartbeats.get();
    return new Pulse(() -> heartbeat.beat(null));
  }
}
