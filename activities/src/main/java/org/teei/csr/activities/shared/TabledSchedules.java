package org.teei.csr.activities.shared;

import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

/** Rows of one table that Schedules follow; what a Schedule has to be, each feature says itself. */
public abstract class TabledSchedules<R extends Record> implements ScheduledRows {
  private final Columns<R> columns;
  private final SystemView system;
  private final Tenancy tenancy;

  /**
   * A table with a row for each Schedule.
   *
   * @param written the version that the Schedule was last written for
   */
  public record Columns<R extends Record>(
      Table<R> table,
      TableField<R, String> tenant,
      TableField<R, UUID> rowId,
      TableField<R, Integer> version,
      TableField<R, Integer> written,
      TableField<R, Boolean> deleted) {}

  protected TabledSchedules(Columns<R> columns, SystemView system, Tenancy tenancy) {
    this.columns = columns;
    this.system = system;
    this.tenancy = tenancy;
  }

  /** What the Schedule of a row has to be. */
  protected abstract Wanted wanted(R row);

  @Override
  public final List<Wanted> changed() {
    return those(columns.written().lt(columns.version()));
  }

  @Override
  public final List<Wanted> followed() {
    return those(columns.written().eq(columns.version()).andNot(columns.deleted()));
  }

  private List<Wanted> those(Condition which) {
    return system.read(db ->
        db.selectFrom(columns.table())
            .where(which)
            .orderBy(columns.tenant(), columns.rowId())
            .fetch(this::wanted));
  }

  @Override
  public final boolean behind(DSLContext db, Wanted found) {
    return db.update(columns.table())
            .set(columns.written(), 0)
            .where(
                columns.tenant().eq(found.tenant()),
                columns.rowId().eq(found.rowId()),
                columns.written().eq(found.written()))
            .execute()
        == 1;
  }

  @Override
  public final void scheduled(Wanted written) {
    tenancy.change(
        written.tenant(),
        db ->
            db.update(columns.table())
                .set(columns.written(), written.version())
                .where(
                    columns.tenant().eq(written.tenant()),
                    columns.rowId().eq(written.rowId()),
                    columns.written().lt(written.version()))
                .execute());
  }
}
