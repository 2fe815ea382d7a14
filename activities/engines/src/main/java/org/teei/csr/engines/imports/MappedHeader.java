package org.teei.csr.engines.imports;

import static java.util.function.Predicate.not;
import static java.util.stream.Collectors.toCollection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A header with the names that a mapping gives to it.
 *
 * @param places name as it is compared → index of the first header with it
 * @param applied header as the file has it → column or null, of the headers that are mapped
 * @param twice headers that occur twice
 * @param clashing headers that are one column by the mapping
 */
record MappedHeader(
    Map<String, Integer> places,
    Map<String, @Nullable String> applied,
    Set<String> twice,
    Set<String> clashing,
    boolean strict) {

  /**
   * @param header cells without surrounding blanks
   * @throws FileRefused if the mapping names a header or a column that there is not
   */
  static MappedHeader of(ImportKind kind, List<String> header, HeaderMapping mapping)
      throws FileRefused {
    List<String> names = header.stream().map(ImportSchemas::compared).toList();
    Map<String, @Nullable String> mapped = mapping.byComparedHeader();
    if (mapping.everyHeader()) {
      Set<String> fields = ImportSchemas.fields(kind);
      refuse(FileProblemCode.UNKNOWN_FIELD, mapping.columns().filter(not(fields::contains)));
      refuse(
          FileProblemCode.MAPPED_HEADER_MISSING,
          mapping.fields().keySet().stream()
              .filter(name -> !names.contains(ImportSchemas.compared(name))));
    }
    var result =
        new MappedHeader(
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashSet<>(),
            new LinkedHashSet<>(),
            mapping.everyHeader());
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      boolean isMapped = mapped.containsKey(name);
      String field = isMapped ? mapped.get(name) : name;
      if (isMapped) {
        result.applied.put(header.get(i), field);
      }
      if (field != null && !field.isEmpty()) {
        result.place(field, i, names, header);
      }
    }
    return result;
  }

  private void place(String field, int index, List<String> names, List<String> header) {
    Integer earlier = places.putIfAbsent(field, index);
    if (earlier == null) {
      return;
    }
    if (names.get(earlier).equals(names.get(index))) {
      twice.add(names.get(index));
    } else {
      clashing.add(header.get(earlier));
      clashing.add(header.get(index));
    }
  }

  /** The columns that the mapping gives to headers of this file. */
  Set<String> fields() {
    return new HeaderMapping(applied, strict).columns().collect(toCollection(LinkedHashSet::new));
  }

  void refuseTwice() throws FileRefused {
    refuse(FileProblemCode.DUPLICATE_HEADER, twice.stream());
    refuse(FileProblemCode.FIELD_MAPPED_TWICE, clashing.stream());
  }

  /**
   * What of the mapping counts for a file of this schema.
   *
   * @throws FileRefused if it was to count and names a column that the schema does not have
   */
  HeaderMapping appliedTo(ImportSchema schema) throws FileRefused {
    List<String> columns = schema.columns().stream().map(ColumnSpec::name).toList();
    Map<String, @Nullable String> counting = new LinkedHashMap<>();
    List<String> others = new ArrayList<>();
    applied.forEach((header, field) -> {
      if (field == null || columns.contains(field)) {
        counting.put(header, field);
      } else {
        others.add(field);
      }
    });
    if (strict) {
      refuse(FileProblemCode.UNKNOWN_FIELD, others.stream());
    }
    return new HeaderMapping(counting, true);
  }

  private static void refuse(FileProblemCode code, Stream<String> names) throws FileRefused {
    List<FileProblem.Column> columns =
        names
            .distinct()
            .map(name -> new FileProblem.Column(ImportSchemas.shortened(name), null))
            .toList();
    if (!columns.isEmpty()) {
      throw new FileRefused(FileProblem.in(code, columns));
    }
  }
}
