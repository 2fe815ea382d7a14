package org.teei.csr.activities.imports;

import static java.util.Comparator.comparingLong;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.teei.csr.activities.imports.LedgerLine.Fault;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.activities.observability.TraceParents;
import org.teei.csr.engines.imports.EventRule.Outcome;
import org.teei.csr.engines.imports.ImportRow;
import org.teei.csr.engines.imports.RatingScale;
import org.teei.csr.engines.imports.RowCheck;
import org.teei.csr.engines.imports.RowErrorCode;
import org.teei.csr.schema.events.NewEvent;
import org.teei.csr.schema.events.Outbox;
import org.teei.csr.schema.personaldata.BlindIndex;
import org.teei.csr.schema.personaldata.PersonKeys;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.personaldata.Tombstones;
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
 * identifiers in index order, rows of the kind in the order of their keys, persons by id, the
 * outbox, the job.
 */
final class Merging {
  private static final String CONTENT = "session-content";
  private static final String RATING = "session-rating";

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
    String tenant = range.ref().tenant().value();
    BlindIndex blindIndex = tenantKeys.blindIndex(tenant);
    return tenancy.write(
        tenant,
        db ->
            db.connectionResult(connection -> {
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
              List<NewEvent> events = merge(db, connection, job, places, blindIndex, ledger);
              Merged merged = counts(connection, range, outcomes(ledger, "rejected"));
              Outbox.append(db, tenant, events, job.importId().toString(), TraceParents.current());
              count(connection, job, ledger);
              return merged;
            }));
  }

  private List<NewEvent> merge(
      DSLContext db,
      Connection connection,
      ImportJob job,
      List<Place> places,
      BlindIndex blindIndex,
      List<LedgerLine> ledger)
      throws SQLException {
    People people = new People(job.tenant(), job.importId(), personKeys);
    return land(
        db,
        connection,
        job,
        places,
        blindIndex,
        ledger,
        people,
        KindTables.of(connection, job, people));
  }

  private <R extends ImportRow, B extends Before> List<NewEvent> land(
      DSLContext db,
      Connection connection,
      ImportJob job,
      List<Place> places,
      BlindIndex blindIndex,
      List<LedgerLine> ledger,
      People people,
      KindTable<R, B> table)
      throws SQLException {
    Keying<R> keying = new Keying<>(job, blindIndex, table, ledger);
    RangeRows rows = RangeRows.open(storage, job);
    rows.read(places, keying::key);
    List<Candidate<R>> candidates =
        admitted(db, connection, job, keying.candidates, people, keying.emails, ledger);
    Landing<R, B> landing = new Landing<>(db, connection, job, people, table);
    landing.apply(candidates, rows);
    List<NewEvent> events = new ArrayList<>(candidates.size() * 2);
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
    ledger.sort(comparingLong(line -> line.place().row()));
    LedgerLine.insert(connection, job, ledger);
    return events;
  }

  /**
   * Each statement here looks up some thousand keys. Planned with their number, it would read whole
   * tables, and each range would be dearer than the one before.
   */
  private static void preferIndexes(Connection connection) throws SQLException {
    BulkSql.fetch(
        connection,
        "select set_config('plan_cache_mode', 'force_generic_plan', true)",
        row -> row.getString(1));
  }

  /**
   * The lock comes first because a deletion locks its rows in no fixed order: two of them could
   * block each other.
   */
  private static List<Place> take(Connection connection, MergeRange range) throws SQLException {
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
            returning row_number, byte_offset, byte_length
            """,
            row -> new Place(row.getLong(1), row.getLong(2), row.getInt(3)),
            range.ref().tenant().value(),
            range.ref().importId(),
            range.fromRow(),
            range.toRow());
    places.sort(comparingLong(Place::row));
    return places;
  }

  /**
   * Makes indexes and fingerprints of the rows of a range. The free words of the first rows are
   * kept, as far as a portion goes: nearly always of all of them. The others are read again.
   */
  private static final class Keying<R extends ImportRow> {
    private final RatingScale scale;
    private final BlindIndex blindIndex;
    private final EmailIndexes indexes;
    private final KindTable<R, ?> table;
    private final List<LedgerLine> ledger;
    private final Map<BlindIndex.Index, String> emails = new HashMap<>();
    private final List<Candidate<R>> candidates = new ArrayList<>();
    private int held;

    Keying(ImportJob job, BlindIndex blindIndex, KindTable<R, ?> table, List<LedgerLine> ledger) {
      this.scale = job.requiredScale();
      this.blindIndex = blindIndex;
      this.indexes = new EmailIndexes(blindIndex);
      this.table = table;
      this.ledger = ledger;
    }

    /** A row that was sound when it was staged may be refused by the checks of a newer build. */
    void key(Place place, RowCheck check) {
      switch (check) {
        case RowCheck.Valid valid -> {
          held = Math.min(held + place.length(), Landing.PORTION);
          candidates.add(candidate(place, valid.row(), held < Landing.PORTION));
        }
        case RowCheck.Invalid invalid ->
            ledger.add(
                LedgerLine.rejected(
                    place,
                    invalid.errors().stream()
                        .map(error -> new Fault(error.code().code(), error.column()))
                        .toList()));
      }
    }

    private Candidate<R> candidate(Place place, ImportRow read, boolean whole) {
      R row = table.rowType().cast(read);
      List<BlindIndex.Index> people = indexes.of(row);
      for (int i = 0; i < people.size(); i++) {
        emails.putIfAbsent(people.get(i), row.people().get(i).email());
      }
      byte[] rating = table.canonicalRating(row);
      return new Candidate<>(
          place,
          whole ? row : table.rowType().cast(row.withoutWords()),
          whole,
          RowKeys.of(row, people),
          people,
          blindIndex.fingerprint(CONTENT, row.canonicalContent(scale)),
          rating == null ? null : blindIndex.fingerprint(RATING, rating));
    }
  }

  /**
   * Rejects rows of erased and, where asked, unknown persons; makes the persons of the others.
   * Nobody is erased between the question and the commit.
   */
  private static <R extends ImportRow> List<Candidate<R>> admitted(
      DSLContext db,
      Connection connection,
      ImportJob job,
      List<Candidate<R>> candidates,
      People people,
      Map<BlindIndex.Index, String> emails,
      List<LedgerLine> ledger)
      throws SQLException {
    Tombstones.holdErasuresOff(db, job.tenant());
    Set<BlindIndex.Index> erased =
        Tombstones.erasedAmong(db, job.tenant(), EmailIndexes.KIND, emails.keySet());
    people.find(connection, emails.keySet());
    List<String> columns = job.schema().people();
    List<Candidate<R>> admitted = new ArrayList<>(candidates.size());
    Map<BlindIndex.Index, String> wanted = new HashMap<>();
    for (Candidate<R> candidate : candidates) {
      List<Fault> faults = new ArrayList<>(0);
      for (int i = 0; i < candidate.people().size(); i++) {
        addFault(faults, candidate.people().get(i), columns.get(i), job, people, erased);
      }
      if (faults.isEmpty()) {
        admitted.add(candidate);
        candidate.people().forEach(index -> wanted.put(index, emails.getOrDefault(index, "")));
      } else {
        ledger.add(LedgerLine.rejected(candidate.place(), faults));
      }
    }
    people.make(connection, wanted);
    return admitted;
  }

  private static void addFault(
      List<Fault> faults,
      BlindIndex.Index index,
      String column,
      ImportJob job,
      People people,
      Set<BlindIndex.Index> erased) {
    if (erased.contains(index)) {
      faults.add(new Fault(RowErrorCode.ERASED_PERSON.code(), column));
    } else if (job.rejectsUnknownPeople() && !people.knows(index)) {
      faults.add(new Fault(RowErrorCode.UNKNOWN_PERSON.code(), column));
    }
  }

  private static void count(Connection connection, ImportJob job, List<LedgerLine> ledger)
      throws SQLException {
    BulkSql.execute(
        connection,
        """
        update csr.import_jobs
        set accepted_rows = accepted_rows + ?, updated_rows = updated_rows + ?,
          rejected_rows = rejected_rows + ?, duplicate_rows = duplicate_rows + ?
        where tenant_id = ? and import_id = ?
        """,
        outcomes(ledger, "accepted"),
        ledger.stream().filter(LedgerLine::updated).count(),
        outcomes(ledger, "rejected"),
        outcomes(ledger, "duplicate"),
        job.tenant(),
        job.importId());
  }

  private static long outcomes(List<LedgerLine> ledger, String outcome) {
    return ledger.stream().filter(line -> line.outcome().equals(outcome)).count();
  }

  /**
   * What a range came to, from the ledger. Rows refused only now are not told there from those that
   * the check of the file refused, so a repeated call does not count them again.
   */
  private static Merged counts(Connection connection, MergeRange range, long rejectedNow)
      throws SQLException {
    return BulkSql.fetch(
            connection,
            """
            select count(*) filter (where outcome = 'accepted'), count(*) filter (where updated),
              count(*) filter (where outcome = 'duplicate' and superseded_by is null)
            from csr.import_rows
            where tenant_id = ? and import_id = ? and row_number between ? and ?
            """,
            row -> new Merged(row.getLong(1), row.getLong(2), rejectedNow, row.getLong(3)),
            range.ref().tenant().value(),
            range.ref().importId(),
            range.fromRow(),
            range.toRow())
        .getFirst();
  }
}
