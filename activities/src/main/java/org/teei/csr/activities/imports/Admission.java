package org.teei.csr.activities.imports;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.teei.csr.activities.imports.LedgerLine.Fault;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.engines.imports.ImportRow;
import org.teei.csr.schema.personaldata.BlindIndex;
import org.teei.csr.schema.personaldata.Tombstones;
import org.teei.csr.workflows.shared.FailureClass;

/**
 * Lets the rows of a range in whose people can be told: rejects those of erased, confused and,
 * where asked, unknown persons; makes the persons of the others and gives persons identifiers that
 * are new of them. Nobody is erased between the question and the commit.
 *
 * <p>Who finds that another writer was faster with an identifier lets go of all that were inserted
 * (savepoint) and asks again whom the rows mean, since that may be another person now.
 *
 * @param admitted with different keys
 * @param replaced rows of which a later one of the range, that of the same people under other
 *     names, counts instead
 * @param rejected in the order of the file
 */
record Admission<R extends ImportRow>(
    List<Candidate<R>> admitted, List<Candidate<R>> replaced, List<LedgerLine> rejected) {
  /** Each round but the first follows a commit of another writer. */
  private static final int ROUNDS = 50;

  static <R extends ImportRow> Admission<R> of(
      DSLContext db,
      Connection connection,
      ImportJob job,
      KindTable<R, ?> table,
      List<Candidate<R>> candidates,
      People people,
      Map<Identifier, String> values)
      throws SQLException {
    Tombstones.holdErasuresOff(db, job.tenant());
    Set<Identifier> erased = erased(db, job, values.keySet());
    people.find(connection, values.keySet());
    people.look(connection, ids(candidates), values.keySet());
    table.prepare(candidates);
    for (int round = 0; round < ROUNDS; round++) {
      Resolution resolution = new Resolution(job, people, erased);
      List<Candidate<R>> admitted = new ArrayList<>(candidates.size());
      List<LedgerLine> rejected = new ArrayList<>();
      for (Candidate<R> candidate : candidates) {
        List<Fault> faults = faults(candidate, resolution, table);
        if (faults.isEmpty()) {
          admitted.add(candidate);
        } else {
          rejected.add(LedgerLine.rejected(candidate.place(), faults));
        }
      }
      Savepoint before = connection.setSavepoint();
      boolean made = people.make(db, connection, resolution, values);
      if (!made) {
        connection.rollback(before);
      }
      connection.releaseSavepoint(before);
      if (made) {
        return distinct(admitted, people, rejected);
      }
      people.find(connection, resolution.added().keySet());
      people.look(connection, Set.of(), values.keySet());
    }
    throw new StepFailure(FailureClass.TRANSIENT, "persons-in-motion");
  }

  private static <R extends ImportRow> List<Fault> faults(
      Candidate<R> candidate, Resolution resolution, KindTable<R, ?> table) {
    List<Fault> ofTheTable = table.faults(candidate);
    return ofTheTable.isEmpty() ? resolution.admit(candidate.people()) : ofTheTable;
  }

  private static Set<Identifier> erased(DSLContext db, ImportJob job, Set<Identifier> identifiers) {
    Set<Identifier> erased = new HashSet<>();
    Map<String, Set<BlindIndex.Index>> byKind =
        identifiers.stream()
            .collect(groupingBy(Identifier::kind, mapping(Identifier::index, toSet())));
    byKind.forEach((kind, indexes) ->
        Tombstones.erasedAmong(db, job.tenant(), kind, indexes)
            .forEach(index -> erased.add(new Identifier(kind, index))));
    return erased;
  }

  private static <R extends ImportRow> Set<UUID> ids(List<Candidate<R>> candidates) {
    Set<UUID> ids = new HashSet<>();
    for (Candidate<R> candidate : candidates) {
      for (Named named : candidate.people()) {
        if (named.personId() != null) {
          ids.add(named.personId());
        }
      }
    }
    return ids;
  }

  /**
   * Of rows that are told apart by their people, those are equal whose people are, whatever the
   * rows call them.
   */
  private static <R extends ImportRow> Admission<R> distinct(
      List<Candidate<R>> admitted, People people, List<LedgerLine> rejected) {
    Map<String, Candidate<R>> byKey = new LinkedHashMap<>();
    List<Candidate<R>> replaced = new ArrayList<>(0);
    for (Candidate<R> candidate : admitted) {
      Candidate<R> keyed =
          candidate.row().keyedByPeople()
              ? candidate.with(
                  RowKeys.ofPersons(
                      candidate.row(), candidate.people().stream().map(people::person).toList()))
              : candidate;
      Candidate<R> earlier = byKey.put(keyed.key(), keyed);
      if (earlier != null) {
        replaced.add(earlier);
      }
    }
    return new Admission<>(List.copyOf(byKey.values()), replaced, rejected);
  }
}
