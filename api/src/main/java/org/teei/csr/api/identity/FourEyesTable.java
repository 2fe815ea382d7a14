package org.teei.csr.api.identity;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.UpdatableRecord;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.Page;

/**
 * A table of what one person asks for and another approves, with the columns {@code tenant_id},
 * {@code state}, {@code requested_by}, {@code requested_at}, {@code lapses_at}, {@code
 * approved_by}, {@code finished_at} and {@code version}. What nobody approves in time lapses: by
 * the clock, and in its row before the next one of its kind is made.
 *
 * @param id tells the rows of a tenant apart
 */
public record FourEyesTable<R extends UpdatableRecord<R>>(TableField<R, UUID> id) {
  private static final String REQUESTED = "requested";

  public Condition is(String tenant, UUID row) {
    return DSL.and(field("tenant_id", String.class).eq(tenant), id.eq(row));
  }

  public Optional<R> find(DSLContext db, String tenant, UUID row) {
    return db.selectFrom(table()).where(is(tenant, row)).fetchOptional(this::byTheClock);
  }

  /**
   * A row that has to be there.
   *
   * @throws ProblemException where it is not
   */
  public R found(DSLContext db, String tenant, UUID row) {
    return find(db, tenant, row).orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
  }

  /** The same, locked. */
  public R locked(DSLContext db, String tenant, UUID row) {
    db.selectOne().from(table()).where(is(tenant, row)).forUpdate().execute();
    return found(db, tenant, row);
  }

  /** Those of a tenant, the newest first. */
  public Page.Slice<R> slice(DSLContext db, String tenant, Page.Range range) {
    var all = field("tenant_id", String.class).eq(tenant);
    return new Page.Slice<>(
        db.selectFrom(table())
            .where(all)
            .orderBy(field("requested_at", Instant.class).desc(), id)
            .limit(range.pageSize())
            .offset(range.offset())
            .fetch(this::byTheClock),
        db.fetchCount(table(), all));
  }

  /** Whether somebody asked under this id, and so long ago. */
  public boolean isOlder(DSLContext db, String tenant, UUID row, Duration age) {
    return db.fetchExists(
        table(),
        is(tenant, row),
        field("requested_at", Instant.class)
            .le(DSL.currentInstant().minus(DayToSecond.valueOf(age))));
  }

  public FourEyes.Asked asked(R row) {
    return new FourEyes.Asked(
        row.get("requested_by", String.class),
        row.get("approved_by", String.class),
        row.get("state", String.class).equals(REQUESTED));
  }

  /** Of rows that wait still and whose time is over. */
  public Condition overdue() {
    return field("state", String.class)
        .eq(REQUESTED)
        .and(field("lapses_at", Instant.class).le(DSL.currentInstant()));
  }

  /** Ends rows in a state. */
  public void finish(DSLContext db, String state, @Nullable String approver, Condition which) {
    var version = field("version", Long.class);
    db.update(table())
        .set(field("state", String.class), state)
        .set(field("approved_by", String.class), approver)
        .set(field("finished_at", Instant.class), DSL.currentInstant())
        .set(version, version.plus(1))
        .where(which)
        .execute();
  }

  private R byTheClock(R row) {
    var lapses = row.get("lapses_at", Instant.class);
    if (row.get("state", String.class).equals(REQUESTED) && !Instant.now().isBefore(lapses)) {
      row.set(field("state", String.class), "lapsed");
      row.set(field("finished_at", Instant.class), lapses);
    }
    return row;
  }

  private Table<R> table() {
    return requireNonNull(id.getTable());
  }

  private <T> Field<T> field(String name, Class<T> type) {
    return requireNonNull(table().field(name, type));
  }
}
