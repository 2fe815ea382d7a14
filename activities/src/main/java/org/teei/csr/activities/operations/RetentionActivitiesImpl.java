package org.teei.csr.activities.operations;

import io.temporal.activity.Activity;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.teei.csr.activities.shared.Expiring;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.workflows.operations.RetentionActivities;

/** Removes what is past its time, tenant by tenant and portion by portion. */
public final class RetentionActivitiesImpl implements RetentionActivities {
  private final SystemView system;
  private final Expiring uploads;
  private final Expiring idempotencyKeys;
  private final Expiring events;
  private final Expiring signIns;

  public RetentionActivitiesImpl(
      SystemView system,
      Expiring uploads,
      Expiring idempotencyKeys,
      Expiring events,
      Expiring signIns) {
    this.system = system;
    this.uploads = uploads;
    this.idempotencyKeys = idempotencyKeys;
    this.events = events;
    this.signIns = signIns;
  }

  @Override
  public int expireUploads() {
    return removeAll(uploads);
  }

  @Override
  public int expireIdempotencyKeys() {
    return removeAll(idempotencyKeys);
  }

  @Override
  public int expireEvents() {
    return removeAll(events);
  }

  @Override
  public int expireSignIns() {
    return removeAll(signIns);
  }

  private int removeAll(Expiring expiring) {
    int removed = 0;
    try {
      for (String tenant : system.tenants()) {
        for (int some = expiring.removeSome(tenant); some > 0; some = expiring.removeSome(tenant)) {
          removed += some;
          Activity.getExecutionContext().heartbeat(removed);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return removed;
  }
}
