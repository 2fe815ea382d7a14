package org.teei.csr.activities.imports;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.teei.csr.activities.imports.LedgerLine.Fault;
import org.teei.csr.engines.imports.ImportRow;
import org.teei.csr.engines.imports.RatingScale;
import org.teei.csr.engines.imports.RowCheck;
import org.teei.csr.engines.imports.RowErrorCode;
import org.teei.csr.schema.personaldata.BlindIndex;
import org.teei.csr.schema.personaldata.Tombstones;

/**
 * The rows of one range on their way in: read again, keyed, their people found. Rows that may not
 * land become lines of the ledger.
 */
final class Admission<R extends ImportRow> {
  private static final String CONTENT = "session-content";
  private static final String RATING = "session-rating";

  private final DSLContext db;
  private final Connection connection;
  private final ImportJob job;
  private final BlindIndex blindIndex;
  private final People people;
  private final KindTable<R, ?> table;

  private final EmailIndexes indexes;
  private final RatingScale scale;
  private final Map<BlindIndex.Index, String> emails = new HashMap<>();
  private final List<LedgerLine> refused = new ArrayList<>();
  private int held;

  Admission(
      DSLContext db,
      Connection connection,
      ImportJob job,
      BlindIndex blindIndex,
      People people,
      KindTable<R, ?> table) {
    this.db = db;
    this.connection = connection;
    this.job = job;
    this.blindIndex = blindIndex;
    this.people = people;
    this.table = table;
    this.indexes = new EmailIndexes(blindIndex);
    this.scale = job.requiredScale();
  }

  /** Rows that may not land, in no order. */
  List<LedgerLine> refused() {
    return refused;
  }

  /** The addresses of the people of rows that may land. */
  Map<BlindIndex.Index, String> emails(List<Candidate<R>> candidates) {
    Map<BlindIndex.Index, String> wanted = new HashMap<>();
    for (Candidate<R> candidate : candidates) {
      candidate.people().forEach(index -> wanted.put(index, emails.getOrDefault(index, "")));
    }
    return wanted;
  }

  /**
   * The rows that may land. Rows of erased and, where asked, of unknown persons may not; nobody is
   * erased between the question and the commit.
   */
  List<Candidate<R>> admit(RangeRows rows, List<Place> places) throws SQLException {
    List<Candidate<R>> candidates = new ArrayList<>(places.size());
    rows.read(places, (place, check) -> key(place, check, candidates));
    Tombstones.holdErasuresOff(db, job.tenant());
    Set<BlindIndex.Index> erased =
        Tombstones.erasedAmong(db, job.tenant(), EmailIndexes.KIND, emails.keySet());
    people.find(connection, emails.keySet());
    List<Candidate<R>> admitted = new ArrayList<>(candidates.size());
    for (Candidate<R> candidate : candidates) {
      List<Fault> faults = faults(candidate, erased);
      if (faults.isEmpty()) {
        admitted.add(candidate);
      } else {
        refused.add(LedgerLine.rejected(candidate.place(), faults));
      }
    }
    return admitted;
  }

  /** A row that was sound when it was staged may be refused by the checks of a newer build. */
  private void key(Place place, RowCheck check, List<Candidate<R>> candidates) {
    switch (check) {
      case RowCheck.Valid valid -> {
        held = Math.min(held + place.length(), Landing.PORTION);
        candidates.add(candidate(place, valid.row(), held < Landing.PORTION));
      }
      case RowCheck.Invalid invalid ->
          refused.add(
              LedgerLine.rejected(
                  place,
                  invalid.errors().stream()
                      .map(error -> new Fault(error.code().code(), error.column()))
                      .toList()));
    }
  }

  /**
   * The free words of the first rows of a range are kept, as far as a portion goes: nearly always
   * of all of them. The others are read again.
   */
  private Candidate<R> candidate(Place place, ImportRow read, boolean whole) {
    R row = table.rowType().cast(read);
    List<BlindIndex.Index> persons = indexes.of(row);
    for (int i = 0; i < persons.size(); i++) {
      emails.putIfAbsent(persons.get(i), row.people().get(i).email());
    }
    byte[] rating = table.canonicalRating(row);
    return new Candidate<>(
        place,
        whole ? row : table.rowType().cast(row.withoutWords()),
        whole,
        RowKeys.of(row, persons),
        persons,
        blindIndex.fingerprint(CONTENT, row.canonicalContent(scale)),
        rating == null ? null : blindIndex.fingerprint(RATING, rating));
  }

  private List<Fault> faults(Candidate<R> candidate, Set<BlindIndex.Index> erased) {
    List<Fault> faults = new ArrayList<>(0);
    for (int i = 0; i < candidate.people().size(); i++) {
      BlindIndex.Index person = candidate.people().get(i);
      String column = job.schema().people().get(i);
      if (erased.contains(person)) {
        faults.add(new Fault(RowErrorCode.ERASED_PERSON.code(), column));
      } else if (job.rejectsUnknownPeople() && !people.knows(person)) {
        faults.add(new Fault(RowErrorCode.UNKNOWN_PERSON.code(), column));
      }
    }
    return faults;
  }
}
