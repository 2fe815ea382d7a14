package org.teei.csr.activities.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.imports.LedgerLine.Fault;
import org.teei.csr.engines.imports.ImportSchema.PersonColumns;
import org.teei.csr.engines.imports.RowErrorCode;
import org.teei.csr.schema.shared.Ids;

/**
 * Whom the rows of a range mean, decided one row after the other: a row sees what those before it
 * added. Writes nothing; {@link People#make} does.
 */
final class Resolution {
  private final People people;
  private final Set<Identifier> erased;
  private final boolean rejectsUnknown;
  private final List<PersonColumns> columns;
  private final Map<Identifier, UUID> added = new TreeMap<>();
  private final Set<UUID> newcomers = new LinkedHashSet<>();

  /**
   * @param people who are known
   * @param erased those of the range's identifiers that were of persons who were erased
   */
  Resolution(ImportJob job, People people, Set<Identifier> erased) {
    this.people = people;
    this.erased = erased;
    this.rejectsUnknown = job.rejectsUnknownPeople();
    this.columns = job.schema().identifiers();
  }

  /** Identifiers that their persons do not have yet, in the order in which they are inserted. */
  Map<Identifier, UUID> added() {
    return added;
  }

  /** Persons who are not there yet; each has at least one of {@link #added}. */
  Set<UUID> newcomers() {
    return newcomers;
  }

  /** What is wrong with the people of a row; they take effect only where nothing is. */
  List<Fault> admit(List<Named> row) {
    List<Fault> faults = new ArrayList<>(0);
    Map<Named, UUID> persons = new LinkedHashMap<>();
    for (int i = 0; i < row.size(); i++) {
      UUID person = resolve(row.get(i), columns.get(i), faults);
      if (person != null) {
        boolean another = persons.values().stream().noneMatch(other -> same(other, person));
        persons.put(row.get(i), person);
        if (!another) {
          faults.add(new Fault(RowErrorCode.SAME_PERSON_TWICE, columns.get(i).email()));
        }
      }
    }
    if (faults.isEmpty()) {
      persons.forEach(this::add);
    }
    return faults;
  }

  private @Nullable UUID resolve(Named named, PersonColumns where, List<Fault> faults) {
    int before = faults.size();
    if (erased.contains(named.email())) {
      faults.add(new Fault(RowErrorCode.ERASED_PERSON, where.email()));
    }
    if (named.externalId() != null && erased.contains(named.externalId())) {
      faults.add(new Fault(RowErrorCode.ERASED_PERSON, orEmpty(where.externalId())));
    }
    if (named.personId() != null) {
      switch (people.standing(named.personId())) {
        case KNOWN -> {}
        case UNKNOWN ->
            faults.add(new Fault(RowErrorCode.UNKNOWN_PERSON, orEmpty(where.personId())));
        case ERASED -> faults.add(new Fault(RowErrorCode.ERASED_PERSON, orEmpty(where.personId())));
      }
    }
    if (faults.size() > before) {
      return null;
    }
    Set<UUID> meant = new LinkedHashSet<>();
    for (Identifier identifier : named.identifiers()) {
      meet(meant, person(identifier));
    }
    meet(meant, named.personId());
    if (meant.size() > 1) {
      faults.add(new Fault(RowErrorCode.AMBIGUOUS_PERSON, where.email(), List.copyOf(meant)));
      return null;
    }
    if (meant.isEmpty() && rejectsUnknown) {
      faults.add(new Fault(RowErrorCode.UNKNOWN_PERSON, where.email()));
      return null;
    }
    return meant.isEmpty() ? Ids.next() : meant.iterator().next();
  }

  private void meet(Set<UUID> meant, @Nullable UUID person) {
    if (person != null && meant.stream().noneMatch(other -> same(other, person))) {
      meant.add(person);
    }
  }

  private boolean same(UUID one, UUID other) {
    return people.survivor(one).equals(people.survivor(other));
  }

  private @Nullable UUID person(Identifier identifier) {
    UUID known = people.find(identifier);
    return known == null ? added.get(identifier) : known;
  }

  private void add(Named named, UUID person) {
    for (Identifier identifier : named.identifiers()) {
      if (person(identifier) == null) {
        added.put(identifier, person);
      }
    }
    if (people.standing(person) == People.Standing.UNKNOWN) {
      newcomers.add(person);
    }
  }

  private static String orEmpty(@Nullable String column) {
    return column == null ? "" : column;
  }
}
