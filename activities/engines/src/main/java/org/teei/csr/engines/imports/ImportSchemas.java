package org.teei.csr.engines.imports;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;
import static java.util.function.Predicate.not;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.imports.EventRule.Fact;
import org.teei.csr.engines.imports.EventRule.Outcome;

/**
 * The formats that can be imported and what their rows set off: the one place, from which checks,
 * documentation and {@code GET /v1/import-schemas} are made.
 */
public final class ImportSchemas {
  /** The most columns of a file. */
  public static final int MAX_COLUMNS = 256;

  /**
   * Fewer headers in common with the nearest schema and the file is taken for something else; one
   * more than the required ones is enough.
   */
  private static final int RESEMBLANCE = 3;

  private static final int LONGEST_HEADER = 64;

  private static final List<ImportSchema> ALL = ImportSchemaFiles.read();

  private static final List<EventRule> SESSION_EVENTS =
      List.of(
          new EventRule(Outcome.CREATED, Fact.SCHEDULED, "kintell.session.scheduled"),
          new EventRule(Outcome.CREATED, Fact.COMPLETED, "kintell.session.completed"),
          new EventRule(Outcome.CREATED, Fact.RATED_ANEW, "kintell.rating.created"),
          new EventRule(Outcome.UPDATED, Fact.SCHEDULED, "kintell.session.scheduled"),
          new EventRule(Outcome.UPDATED, Fact.COMPLETED, "kintell.session.completed"),
          new EventRule(Outcome.UPDATED, Fact.RATED_ANEW, "kintell.rating.created"));

  private ImportSchemas() {}

  public static List<ImportSchema> all() {
    return ALL;
  }

  public static List<ImportSchema> of(ImportKind kind) {
    return ALL.stream().filter(schema -> schema.kind() == kind).toList();
  }

  /** The table outcome × fact → event of a kind. */
  public static List<EventRule> events(ImportKind kind) {
    return switch (kind) {
      case SESSIONS -> SESSION_EVENTS;
    };
  }

  /** The event types that an accepted row sets off, in the order of the table. */
  public static List<String> eventTypes(ImportKind kind, Outcome outcome, Set<Fact> facts) {
    return events(kind).stream()
        .filter(rule -> rule.outcome() == outcome && facts.contains(rule.fact()))
        .map(EventRule::eventType)
        .toList();
  }

  /**
   * Finds the schema of a file by its header alone, in any order and case of the columns.
   *
   * @param header raw header cells
   * @throws FileRefused if the header is of no schema of the kind, has a column twice, lacks a
   *     required one or has too many
   */
  public static HeaderMatch match(ImportKind kind, List<String> header) throws FileRefused {
    if (header.size() > MAX_COLUMNS) {
      throw new FileRefused(
          new FileProblem(FileProblemCode.TOO_MANY_COLUMNS, null, List.of(), (long) MAX_COLUMNS));
    }
    List<String> shown = header.stream().map(FormulaSafety::restore).map(CellText::strip).toList();
    Map<String, Integer> places = new LinkedHashMap<>();
    Set<String> twice = new LinkedHashSet<>();
    for (int i = 0; i < header.size(); i++) {
      String name = normalised(header.get(i));
      if (!name.isEmpty() && places.putIfAbsent(name, i) != null) {
        twice.add(name);
      }
    }
    ImportSchema schema = nearest(kind, places.keySet());
    Map<String, Integer> positions = positions(schema, places);
    List<FileProblem.Column> missing = missing(schema, positions, shown);
    long resembling = missing.stream().filter(column -> column.nearest() != null).count();
    if (positions.size() + resembling < Math.min(RESEMBLANCE, schema.required().size() + 1)) {
      throw new FileRefused(FileProblem.of(FileProblemCode.UNKNOWN_SCHEMA));
    }
    if (!twice.isEmpty()) {
      throw new FileRefused(
          FileProblem.in(
              FileProblemCode.DUPLICATE_HEADER,
              twice.stream().map(name -> new FileProblem.Column(shortened(name), null)).toList()));
    }
    if (!missing.isEmpty()) {
      throw new FileRefused(FileProblem.in(FileProblemCode.MISSING_HEADER, missing));
    }
    return HeaderMatch.of(schema, shown.stream().map(ImportSchemas::shortened).toList(), positions);
  }

  /** How many of these raw header cells are columns of the kind. */
  static int known(ImportKind kind, List<String> header) {
    Set<String> names = new HashSet<>();
    header.forEach(cell -> names.add(normalised(cell)));
    return (int)
        of(kind).stream()
            .flatMap(schema -> schema.columns().stream())
            .map(ColumnSpec::name)
            .distinct()
            .filter(names::contains)
            .count();
  }

  /** A raw header cell as it is compared. */
  static String normalised(String header) {
    return CellText.strip(FormulaSafety.restore(header)).toLowerCase(Locale.ROOT);
  }

  /**
   * The schema that is complete, else the one with most of its columns there. Of several complete
   * ones, that with most of the columns it is recognised by.
   */
  private static ImportSchema nearest(ImportKind kind, Set<String> names) {
    return of(kind).stream()
        .max(
            comparing((ImportSchema schema) -> complete(schema, names))
                .thenComparingInt(schema -> recognised(schema, names))
                .thenComparingInt(schema -> present(schema.columns(), names))
                .thenComparing(
                    comparingInt((ImportSchema schema) -> schema.required().size()).reversed())
                .thenComparing(comparingInt(ALL::indexOf).reversed()))
        .orElseThrow();
  }

  private static int recognised(ImportSchema schema, Set<String> names) {
    return (int) schema.recognisedBy().stream().filter(names::contains).count();
  }

  private static boolean complete(ImportSchema schema, Set<String> names) {
    List<ColumnSpec> required = schema.required();
    return present(required, names) == required.size()
        && (schema.oneOf().isEmpty()
            || schema.oneOf().stream().anyMatch(group -> present(schema, group, names)));
  }

  private static boolean present(ImportSchema schema, List<String> group, Set<String> names) {
    return schema.columns().stream()
        .filter(column -> group.contains(column.name()))
        .allMatch(column -> header(column, names) != null);
  }

  private static int present(List<ColumnSpec> columns, Set<String> names) {
    return (int) columns.stream().filter(column -> header(column, names) != null).count();
  }

  private static @Nullable String header(ColumnSpec column, Set<String> names) {
    if (names.contains(column.name())) {
      return column.name();
    }
    for (String alias : column.aliases()) {
      if (names.contains(alias)) {
        return alias;
      }
    }
    return null;
  }

  private static Map<String, Integer> positions(ImportSchema schema, Map<String, Integer> places) {
    Map<String, Integer> positions = new HashMap<>();
    for (ColumnSpec column : schema.columns()) {
      String header = header(column, places.keySet());
      Integer place = header == null ? null : places.get(header);
      if (place != null) {
        positions.put(column.name(), place);
      }
    }
    return positions;
  }

  private static List<FileProblem.Column> missing(
      ImportSchema schema, Map<String, Integer> positions, List<String> header) {
    List<String> free = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      if (!positions.containsValue(i)) {
        free.add(header.get(i));
      }
    }
    return wanted(schema, positions.keySet()).stream()
        .filter(name -> !positions.containsKey(name))
        .map(name -> new FileProblem.Column(name, resembling(name, free)))
        .toList();
  }

  /** The required columns, and those of the group that is there or nearest to it. */
  private static List<String> wanted(ImportSchema schema, Set<String> present) {
    List<String> wanted =
        new ArrayList<>(schema.required().stream().map(ColumnSpec::name).toList());
    schema.oneOf().stream()
        .min(comparingInt(group -> (int) group.stream().filter(not(present::contains)).count()))
        .ifPresent(wanted::addAll);
    return wanted;
  }

  /** The header that differs by few letters, or null; never one that looks like a value. */
  private static @Nullable String resembling(String name, List<String> headers) {
    int best = Math.max(2, name.length() / 3) + 1;
    String nearest = null;
    for (String header : headers) {
      if (!header.isEmpty() && header.length() <= LONGEST_HEADER && header.indexOf('@') < 0) {
        int distance =
            LevenshteinDistance.getDefaultInstance().apply(name, header.toLowerCase(Locale.ROOT));
        if (distance < best) {
          best = distance;
          nearest = header;
        }
      }
    }
    return nearest;
  }

  static String shortened(String name) {
    return name.length() <= LONGEST_HEADER ? name : name.substring(0, LONGEST_HEADER);
  }
}
