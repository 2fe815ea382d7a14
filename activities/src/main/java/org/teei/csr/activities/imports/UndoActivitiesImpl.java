package org.teei.csr.activities.imports;

import io.temporal.activity.Activity;
import java.util.function.Supplier;
import org.teei.csr.activities.shared.Pulse;
import org.teei.csr.schema.personaldata.PersonKeys;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.RangeUndone;
import org.teei.csr.workflows.imports.UndoActivities;
import org.teei.csr.workflows.imports.UndoCounts;
import org.teei.csr.workflows.imports.UndoFinish;
import org.teei.csr.workflows.imports.UndoRange;

/** The steps of taking an import back, on PostgreSQL. */
public final class UndoActivitiesImpl implements UndoActivities {
  private final Supplier<Heartbeat> heartbeats;
  private final Undoing undoing;
  private final RemovedPeople people;
  private final UndoFinishing finishing;

  /**
   * @param tenancy connects as {@code csr_worker}
   */
  public UndoActivitiesImpl(Tenancy tenancy, PersonKeys personKeys) {
    this(tenancy, personKeys, () -> Activity.getExecutionContext()::heartbeat);
  }

  UndoActivitiesImpl(Tenancy tenancy, PersonKeys personKeys, Supplier<Heartbeat> heartbeats) {
    this.heartbeats = heartbeats;
    this.undoing = new Undoing(tenancy, personKeys);
    this.people = new RemovedPeople(tenancy);
    this.finishing = new UndoFinishing(tenancy);
  }

  @Override
  public RangeUndone undo(UndoRange range) {
    try (Pulse _ = pulse()) {
      return undoing.undo(range);
    }
  }

  @Override
  public long removePeople(ImportRef ref) {
    try (Pulse _ = pulse()) {
      return people.remove(ref);
    }
  }

  @Override
  public UndoCounts finishUndo(UndoFinish finish) {
    try (Pulse _ = pulse()) {
      return finishing.finish(finish);
    }
  }

  private Pulse pulse() {
    Heartbeat heartbeat = heartbeats.get();
    return new Pulse(() -> heartbeat.beat(null));
  }
}
