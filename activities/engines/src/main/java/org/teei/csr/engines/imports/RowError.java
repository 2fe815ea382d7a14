package org.teei.csr.engines.imports;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * One thing that is wrong with a row.
 *
 * @param column the canonical column, the header of an extra column, or empty where the row as a
 *     whole is to blame
 * @param people our ids of the people whom the row takes for one; empty for other errors
 */
public record RowError(RowErrorCode code, String column, List<UUID> people) {

  public RowError {
    people = List.copyOf(people);
  }

  public RowError(RowErrorCode code, String column) {
    this(code, column, List.of());
  }

  /** The sentence; the people in it by their ids. */
  public String message() {
    String sentence = code.message(column);
    return people.isEmpty()
        ? sentence
        : sentence
            + " They are "
            + people.stream().map(UUID::toString).collect(Collectors.joining(" and "))
            + ".";
  }
}
