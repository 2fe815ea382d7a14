package org.teei.csr.activities.imports;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.teei.csr.activities.imports.LedgerLine.Fault;
import org.teei.csr.engines.imports.ImportRow;
import org.teei.csr.engines.imports.PersonRef;
import org.teei.csr.engines.imports.RatingScale;
import org.teei.csr.engines.imports.RowCheck;
import org.teei.csr.schema.personaldata.BlindIndex;

/**
 * Reads the rows of a range again and makes their indexes and fingerprints. The free words of the
 * first rows are kept, as far as a portion goes: nearly always of all of them. The others are read
 * once more.
 */
final class Keying<R extends ImportRow> {
  private static final String CONTENT = "session-content";
  private static final String RATING = "session-rating";

  private final RatingScale scale;
  private final BlindIndex blindIndex;
  private final EmailIndexes indexes;
  private final KindTable<R, ?> table;
  private final String source;
  private final Map<Identifier, String> identifiers = new HashMap<>();
  private final List<Candidate<R>> candidates = new ArrayList<>();
  private final List<LedgerLine> unsound = new ArrayList<>();
  private int held;

  Keying(ImportJob job, BlindIndex blindIndex, KindTable<R, ?> table) {
    this.scale = job.requiredScale();
    this.blindIndex = blindIndex;
    this.indexes = new EmailIndexes(blindIndex);
    this.table = table;
    this.source = job.schema().kind().source();
  }

  void read(RangeRows rows, List<Place> places) throws SQLException {
    rows.read(places, this::key);
  }

  List<Candidate<R>> candidates() {
    return candidates;
  }

  /** What identifies the people of the candidates, with the values. */
  Map<Identifier, String> identifiers() {
    return identifiers;
  }

  /** Rows that were sound when they were staged and are refused by the checks of a newer build. */
  List<LedgerLine> unsound() {
    return unsound;
  }

  private void key(Place place, RowCheck check) {
    switch (check) {
      case RowCheck.Valid valid -> {
        held = Math.min(held + place.length(), Landing.PORTION);
        candidates.add(candidate(place, valid.row(), held < Landing.PORTION));
      }
      case RowCheck.Invalid invalid ->
          unsound.add(
              LedgerLine.rejected(
                  place,
                  invalid.errors().stream()
                      .map(error -> new Fault(error.code(), error.column()))
                      .toList()));
    }
  }

  private Candidate<R> candidate(Place place, ImportRow read, boolean whole) {
    R row = table.rowType().cast(read);
    List<BlindIndex.Index> emails = indexes.of(row);
    List<Named> people = new ArrayList<>(emails.size());
    for (int i = 0; i < emails.size(); i++) {
      people.add(named(row.people().get(i), Identifier.email(emails.get(i))));
    }
    byte[] rating = table.canonicalRating(row);
    return new Candidate<>(
        place,
        whole ? row : table.rowType().cast(row.withoutWords()),
        whole,
        RowKeys.of(place, row, emails),
        people,
        blindIndex.fingerprint(CONTENT, row.canonicalContent(scale)),
        rating == null ? null : blindIndex.fingerprint(RATING, rating));
  }

  private Named named(PersonRef person, Identifier email) {
    identifiers.putIfAbsent(email, person.email());
    if (person.externalId() == null) {
      return new Named(email, null, person.personId());
    }
    Identifier external = new Identifier(source, blindIndex.of(source, person.externalId()));
    identifiers.putIfAbsent(external, person.externalId());
    return new Named(email, external, person.personId());
  }
}
