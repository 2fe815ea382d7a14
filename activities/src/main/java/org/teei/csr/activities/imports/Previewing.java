package org.teei.csr.activities.imports;

import static java.util.Comparator.comparing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.engines.imports.ImportRow;
import org.teei.csr.schema.personaldata.PersonKeys;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.MergeRange;
import org.teei.csr.workflows.imports.Merged;
import org.teei.csr.workflows.shared.FailureClass;

/**
 * Finds what the rows of one range would do, as {@link Merging} would decide it now, and notes it.
 * The persons that it would make are made and taken back at once. Rows of a reviewed import stay
 * staged; a repeated attempt notes the same anew. Rows of a dry run go to the ledger with what
 * would have become of them.
 */
final class Previewing {
  private final Tenancy tenancy;
  private final TenantKeys tenantKeys;
  private final PersonKeys personKeys;
  private final Storage storage;

  Previewing(Tenancy tenancy, TenantKeys tenantKeys, PersonKeys personKeys, Storage storage) {
    this.tenancy = tenancy;
    this.tenantKeys = tenantKeys;
    this.personKeys = personKeys;
    this.storage = storage;
  }

  Merged preview(MergeRange range) {
    return tenancy.write(
        range.ref().tenant().value(),
        db -> db.connectionResult(connection -> preview(db, connection, range)));
  }

  private Merged preview(DSLContext db, Connection connection, MergeRange range)
      throws SQLException {
    Merging.preferIndexes(connection);
    ImportJob job = ImportJob.load(db, range.ref());
    boolean dryRun = job.plan().isDryRun();
    List<Place> places = dryRun ? Merging.take(connection, range) : staged(connection, range);
    if (places.isEmpty()) {
      return Merging.counts(connection, range, 0);
    }
    if (job.status().ended()) {
      throw new StepFailure(FailureClass.PERMANENT, "import-ended");
    }
    People people = new People(job.tenant(), job.importId(), personKeys);
    KindTable<?, ?> table = KindTables.of(connection, job, people);
    List<PreviewLine> lines = look(db, connection, job, places, people, table);
    PreviewLine.replace(connection, job, range, lines);
    List<LedgerLine> ledger = lines.stream().map(PreviewLine::outcome).toList();
    if (dryRun) {
      LedgerLine.insert(connection, job, ledger);
      LedgerLine.count(connection, job, ledger);
    }
    return LedgerLine.sum(ledger);
  }

  private <R extends ImportRow, B extends Before> List<PreviewLine> look(
      DSLContext db,
      Connection connection,
      ImportJob job,
      List<Place> places,
      People people,
      KindTable<R, B> table)
      throws SQLException {
    Keying<R> keying = new Keying<>(job, tenantKeys.blindIndex(job.tenant()), table);
    RangeRows rows = RangeRows.open(storage, job);
    keying.read(rows, places);
    Savepoint nothingWritten = connection.setSavepoint();
    Admission<R> admission =
        Admission.of(db, connection, job, table, keying.candidates(), people, keying.identifiers());
    List<Candidate<R>> candidates = new ArrayList<>(admission.admitted());
    candidates.sort(comparing(Candidate::key));
    Map<String, B> existing = table.lock(candidates);
    connection.rollback(nothingWritten);
    List<PreviewLine> lines = new ArrayList<>(places.size());
    keying.unsound().forEach(line -> lines.add(PreviewLine.reject(line)));
    admission.rejected().forEach(line -> lines.add(PreviewLine.reject(line)));
    admission.replaced().forEach(row -> lines.add(PreviewLine.replaced(row.place())));
    Differences<R, B> differences = new Differences<>(db, connection, job, people, table, rows);
    for (Candidate<R> candidate : candidates) {
      B before = existing.get(candidate.key());
      if (before == null) {
        lines.add(PreviewLine.create(candidate.place()));
      } else if (Arrays.equals(before.contentFingerprint(), candidate.contentFingerprint())) {
        lines.add(PreviewLine.duplicate(candidate.place(), before.id()));
      } else {
        differences.add(candidate, before);
      }
    }
    lines.addAll(differences.lines());
    return lines;
  }

  private static List<Place> staged(Connection connection, MergeRange range) throws SQLException {
    return BulkSql.fetch(
        connection,
        """
        select %s from csr.import_staging
        where tenant_id = ? and import_id = ? and row_number between ? and ?
        order by row_number
        """
            .formatted(Place.COLUMNS),
        Place::of,
        range.ref().tenant().value(),
        range.ref().importId(),
        range.fromRow(),
        range.toRow());
  }
}
