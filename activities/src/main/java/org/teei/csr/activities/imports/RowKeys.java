package org.teei.csr.activities.imports;

import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.teei.csr.engines.imports.ImportRow;
import org.teei.csr.schema.personaldata.BlindIndex;

/** What tells rows of a kind apart: people, where they count, by their blind indexes. */
final class RowKeys {
  private RowKeys() {}

  /** Of a row whose match is known: it is part of what tells rows apart. */
  static String of(Place place, ImportRow row, List<BlindIndex.Index> people) {
    String key = of(row, people);
    return place.match() == null ? key : place.match() + "/" + key;
  }

  static String of(ImportRow row, List<BlindIndex.Index> people) {
    return row.keyedByPeople()
        ? joined(people.stream().map(person -> HexFormat.of().formatHex(person.bytes())), row)
        : row.key();
  }

  /** The same of a row whose people are told by their ids, for who is known by several names. */
  static String ofPersons(ImportRow row, List<UUID> persons) {
    return joined(persons.stream().map(UUID::toString), row);
  }

  private static String joined(Stream<String> people, ImportRow row) {
    return Stream.concat(people, Stream.of(row.key())).collect(Collectors.joining("/"));
  }
}
