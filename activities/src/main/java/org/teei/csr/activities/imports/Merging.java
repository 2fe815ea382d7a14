package org.teei.csr.activities.imports;

import static java.util.Comparator.comparingLong;
import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.teei.csr.activities.imports.BulkSql.Column;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.activities.observability.TraceParents;
import org.teei.csr.engines.imports.EventRule.Outcome;
import org.teei.csr.engines.imports.ImportRow;
import org.teei.csr.schema.events.NewEvent;
import org.teei.csr.schema.events.Outbox;
import org.teei.csr.schema.personaldata.PersonKeys;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.MergeRange;
import org.teei.csr.workflows.imports.Merged;
import org.teei.csr.workflows.shared.FailureClass;

/**
 * Merges one range in one transaction. Taking the range's rows out of staging comes first, so of
 * two attempts one waits and then finds nothing left to do; what a range came to is read from the
 * ledger.
 *
 * <p>Locks are taken in phases that are the same for all writers: the range, erasures are held off,
 * what rows refer to, identifiers in index order, rows of the kind in the order of their keys,
 * persons by id, the outbox, the job.
 */
final class Merging {
  private final Tenancy tenancy;
  private final TenantKeys tenantKeys;
  private final PersonKeys personKeys;
  private final Storage storage;

  Merging(Tenancy tenancy, TenantKeys tenantKeys, PersonKeys personKeys, Storage storage) {
    this.tenancy = tenancy;
    this.tenantKeys = tenantKeys;
    this.personKeys = personKeys;
    this.storage = storage;
  }

  Merged merge(MergeRange range) {
    try {
      return tenancy.write(
          range.ref().tenant().value(),
          db -> db.connectionResult(connection -> merge(db, connection, range)));
    } catch (RowsRefusedException refused) {
      return refuse(range, refused.lines);
    }
  }

  private Merged merge(DSLContext db, Connection connection, MergeRange range) throws SQLException {
    preferIndexes(connection);
    List<Place> places = take(connection, range);
    if (places.isEmpty()) {
      return counts(connection, range, 0);
    }
    ImportJob job = ImportJob.load(db, range.ref());
    if (job.status().ended()) {
      throw new StepFailure(FailureClass.PERMANENT, "import-ended");
    }
    List<LedgerLine> ledger = new ArrayList<>(places.size());
    People people = new People(job.tenant(), job.importId(), personKeys);
    KindTable<?, ?> table = KindTables.of(connection, job, people);
    List<NewEvent> events = land(db, connection, job, places, people, table, ledger);
    Merged merged = counts(connection, range, LedgerLine.outcomes(ledger, "rejected"));
    Outbox.append(db, job.tenant(), events, job.importId().toString(), TraceParents.current());
    LedgerLine.count(connection, job, ledger);
    return merged;
  }

  private <R extends ImportRow, B extends Before> List<NewEvent> land(
      DSLContext db,
      Connection connection,
      ImportJob job,
      List<Place> places,
      People people,
      KindTable<R, B> table,
      List<LedgerLine> ledger)
      throws SQLException {
    Keying<R> keying = new Keying<>(job, tenantKeys.blindIndex(job.tenant()), table);
    RangeRows rows = RangeRows.open(storage, job);
    keying.read(rows, places);
    Admission<R> admission =
        Admission.of(db, connection, job, table, keying.candidates(), people, keying.identifiers());
    ledger.addAll(keying.unsound());
    ledger.addAll(admission.rejected());
    if (job.plan().isAtomic() && !ledger.isEmpty()) {
      throw new RowsRefusedException(ledger);
    }
    Landing<R, B> landing = new Landing<>(db, connection, job, people, table);
    landing.apply(admission.admitted(), rows);
    List<NewEvent> events = new ArrayList<>(admission.admitted().size() * 2);
    for (Landed<R, B> row : landing.created()) {
      ledger.add(LedgerLine.created(row.candidate().place(), row.id()));
      events.addAll(table.events(row, Outcome.CREATED));
    }
    for (Landed<R, B> row : landing.updated()) {
      ledger.add(LedgerLine.updated(row.candidate().place(), row.id()));
      events.addAll(table.events(row, Outcome.UPDATED));
    }
    landing
        .unchanged()
        .forEach((candidate, id) -> ledger.add(LedgerLine.duplicate(candidate.place(), id)));
    addReplaced(ledger, admission.replaced(), landing);
    ledger.sort(comparingLong(line -> line.place().row()));
    LedgerLine.insert(connection, job, ledger);
    return events;
  }

  /** Rows of which a later one counts instead are duplicates of what that one became. */
  private static <R extends ImportRow, B extends Before> void addReplaced(
      List<LedgerLine> ledger, List<Candidate<R>> replaced, Landing<R, B> landing) {
    if (replaced.isEmpty()) {
      return;
    }
    Map<String, UUID> ids = new HashMap<>();
    landing.created().forEach(row -> ids.put(row.candidate().key(), row.id()));
    landing.updated().forEach(row -> ids.put(row.candidate().key(), row.id()));
    landing.unchanged().forEach((candidate, id) -> ids.put(candidate.key(), id));
    for (Candidate<R> candidate : replaced) {
      ledger.add(LedgerLine.duplicate(candidate.place(), requireNonNull(ids.get(candidate.key()))));
    }
  }

  /** Rows of an atomic import may not land: none does. */
  private static final class RowsRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<LedgerLine> lines;

    RowsRefusedException(List<LedgerLine> lines) {
      super("rows refused", null, false, false);
      this.lines = lines;
    }
  }

  /** After everything was rolled back: the refused rows are told, all others stay as they were. */
  private Merged refuse(MergeRange range, List<LedgerLine> lines) {
    String tenant = range.ref().tenant().value();
    return tenancy.write(
        tenant,
        db ->
            db.connectionResult(connection -> {
              ImportJob job = ImportJob.load(db, range.ref());
              BulkSql.execute(
                  connection,
                  """
                  delete from csr.import_staging
                  where tenant_id = ? and import_id = ? and row_number = any (?)
                  """,
                  tenant,
                  job.importId(),
                  Column.of("bigint", lines, line -> line.place().row()));
              LedgerLine.insert(connection, job, lines);
              LedgerLine.count(connection, job, lines);
              return new Merged(0, 0, lines.size(), 0);
            }));
  }

  /**
   * Each statement here looks up some thousand keys. Planned with their number, it would read whole
   * tables, and each range would be dearer than the one before.
   */
  static void preferIndexes(Connection connection) throws SQLException {
    BulkSql.fetch(
        connection,
        "select set_config('plan_cache_mode', 'force_generic_plan', true)",
        row -> row.getString(1));
  }

  /**
   * The lock comes first because a deletion locks its rows in no fixed order: two of them could
   * block each other.
   */
  static List<Place> take(Connection connection, MergeRange range) throws SQLException {
    BulkSql.fetch(
        connection,
        "select pg_advisory_xact_lock(hashtextextended(?, 0))",
        row -> range,
        "import-range/" + range.ref().importId() + "/" + range.fromRow());
    List<Place> places =
        BulkSql.fetch(
            connection,
            """
            delete from csr.import_staging
            where tenant_id = ? and import_id = ? and row_number between ? and ?
            returning %s
            """
                .formatted(Place.COLUMNS),
            Place::of,
            range.ref().tenant().value(),
            range.ref().importId(),
            range.fromRow(),
            range.toRow());
    places.sort(comparingLong(Place::row));
    return places;
  }

  /**
   * What a range came to, from the ledger. Rows refused only now are not told there from those that
   * the check of the file refused, so a repeated call does not count them again.
   */
  static Merged counts(Connection connection, MergeRange range, long rejectedNow)
      throws SQLException {
    return BulkSql.fetch(
            connection,
            """
            select count(*) filter (where outcome = 'accepted'), count(*) filter (where updated),
              count(*) filter (where outcome = 'duplicate' and superseded_by is null)
            from csr.import_rows
            where tenant_id = ? and import_id = ? and %s between ? and ?
            """
                .formatted(
                    range.ref().attempt() == 0
                        ? "row_number"
                        : "attempt = " + range.ref().attempt() + " and attempt_row"),
            row -> new Merged(row.getLong(1), row.getLong(2), rejectedNow, row.getLong(3)),
            range.ref().tenant().value(),
            range.ref().importId(),
            range.fromRow(),
            range.toRow())
        .getFirst();
  }
}
