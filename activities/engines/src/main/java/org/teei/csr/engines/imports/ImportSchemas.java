package org.teei.csr.engines.imports;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

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
import org.teei.csr.engines.imports.ColumnSpec.Limits;
import org.teei.csr.engines.imports.EventRule.Fact;
import org.teei.csr.engines.imports.EventRule.Outcome;

/**
 * The formats that can be imported and what their rows set off: the one place, from which checks,
 * documentation and {@code GET /v1/import-schemas} are made.
 */
public final class ImportSchemas {
  /** The most columns of a file. */
  public static final int MAX_COLUMNS = 256;

  /** Fewer headers in common with the nearest schema and the file is taken for something else. */
  private static final int RESEMBLANCE = 3;

  private static final int LONGEST_HEADER = 64;

  private static final String EMAIL_RULE =
      "An e-mail address of at most 255 characters; read in lower case.";
  private static final String INSTANT_RULE =
      "YYYY-MM-DD (midnight UTC) or ISO-8601 date and time with Z or an offset as +01:00";
  private static final String DURATION_RULE = "Whole minutes from 1 to 480.";

  private static final ColumnSpec SESSION_ID = text("session_id", true, 255);
  private static final ColumnSpec PARTICIPANT = email("participant_email");
  private static final ColumnSpec VOLUNTEER = email("volunteer_email");
  private static final ColumnSpec MENTOR = email("mentor_email", "volunteer_email");
  private static final ColumnSpec SCHEDULED =
      column(
          "scheduled_at",
          true,
          ColumnSpec.Type.INSTANT,
          INSTANT_RULE + "; not more than 10 years back, the future is allowed.",
          Limits.NONE);
  private static final ColumnSpec COMPLETED =
      column(
          "completed_at",
          false,
          ColumnSpec.Type.INSTANT,
          INSTANT_RULE + "; not before scheduled_at.",
          Limits.NONE);
  private static final ColumnSpec DURATION =
      column(
          "duration_minutes",
          false,
          ColumnSpec.Type.INTEGER,
          DURATION_RULE,
          Limits.range("1", "480"));
  private static final ColumnSpec RATING =
      column(
          "rating",
          false,
          ColumnSpec.Type.DECIMAL,
          "0 to 1 or 1 to 5; the whole file is read as 1 to 5 if any value is above 1.",
          Limits.range("0", "5"));
  private static final ColumnSpec FEEDBACK = text("feedback_text", false, 5000);
  private static final ColumnSpec LEVEL =
      column(
          "language_level",
          false,
          ColumnSpec.Type.CHOICE,
          "CEFR level, in any case.",
          Limits.oneOf("A1", "A2", "B1", "B2", "C1", "C2"));
  private static final ColumnSpec TOPICS =
      column(
          "topics",
          false,
          ColumnSpec.Type.LIST,
          "Topics separated by commas, at most 1000 characters.",
          Limits.length(1000));
  private static final ColumnSpec METADATA =
      column(
          "metadata",
          false,
          ColumnSpec.Type.JSON_OBJECT,
          "A JSON object of at most 2000 characters.",
          Limits.length(2000));

  private static final ImportSchema SIMPLE =
      new ImportSchema(
          ImportKind.SESSIONS,
          "kintell_simple",
          "1.0",
          List.of(
              SESSION_ID,
              column(
                  "session_type",
                  true,
                  ColumnSpec.Type.CONTAINS_CHOICE,
                  "Text that contains \"language\" or \"mentor\", in any case.",
                  new Limits(255, null, null, List.of("language", "mentor"))),
              PARTICIPANT,
              VOLUNTEER,
              column(
                  "date",
                  true,
                  ColumnSpec.Type.INSTANT,
                  INSTANT_RULE
                      + "; when the session was scheduled and completed;"
                      + " not more than 10 years back, the future is allowed.",
                  Limits.NONE),
              column(
                  "duration_min",
                  true,
                  ColumnSpec.Type.INTEGER,
                  DURATION_RULE,
                  Limits.range("1", "480")),
              column("rating", false, ColumnSpec.Type.DECIMAL, "1 to 5.", Limits.range("1", "5")),
              FEEDBACK,
              LEVEL));

  private static final ImportSchema LANGUAGE_1_0 =
      new ImportSchema(
          ImportKind.SESSIONS,
          "language_session",
          "1.0",
          List.of(
              SESSION_ID,
              PARTICIPANT,
              VOLUNTEER,
              SCHEDULED,
              COMPLETED,
              DURATION,
              RATING,
              FEEDBACK,
              LEVEL,
              TOPICS));

  private static final ImportSchema LANGUAGE_1_1 =
      new ImportSchema(
          ImportKind.SESSIONS,
          "language_session",
          "1.1",
          List.of(
              SESSION_ID,
              PARTICIPANT,
              VOLUNTEER,
              SCHEDULED,
              COMPLETED,
              DURATION,
              RATING,
              FEEDBACK,
              LEVEL,
              TOPICS,
              METADATA));

  private static final ImportSchema MENTORSHIP_1_0 =
      new ImportSchema(
          ImportKind.SESSIONS,
          "mentorship_session",
          "1.0",
          List.of(
              SESSION_ID,
              PARTICIPANT,
              MENTOR,
              SCHEDULED,
              COMPLETED,
              DURATION,
              RATING,
              FEEDBACK,
              text("focus_area", false, 255),
              text("goals_discussed", false, 1000)));

  private static final List<ImportSchema> ALL =
      List.of(SIMPLE, LANGUAGE_1_0, LANGUAGE_1_1, MENTORSHIP_1_0);

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
    if (positions.size() + resembling < RESEMBLANCE) {
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
    return new HeaderMatch(
        schema, shown.stream().map(ImportSchemas::shortened).toList(), positions);
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

  /** The schema that is complete, else the one with most of its columns there. */
  private static ImportSchema nearest(ImportKind kind, Set<String> names) {
    List<ImportSchema> candidates =
        switch (kind) {
          case SESSIONS -> List.of(SIMPLE, versioned(names));
        };
    return candidates.stream()
        .max(
            comparing((ImportSchema schema) -> complete(schema, names))
                .thenComparingInt(schema -> present(schema.columns(), names))
                .thenComparing(
                    comparingInt((ImportSchema schema) -> schema.required().size()).reversed()))
        .orElseThrow();
  }

  private static ImportSchema versioned(Set<String> names) {
    boolean language = names.contains("language_level") || names.contains("topics");
    boolean mentor = names.contains("mentor_email");
    boolean mentorship =
        (mentor && !names.contains("volunteer_email"))
            || (!language
                && (mentor || names.contains("focus_area") || names.contains("goals_discussed")));
    if (mentorship) {
      return MENTORSHIP_1_0;
    }
    return names.contains("metadata") ? LANGUAGE_1_1 : LANGUAGE_1_0;
  }

  private static boolean complete(ImportSchema schema, Set<String> names) {
    List<ColumnSpec> required = schema.required();
    return present(required, names) == required.size();
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
    return schema.required().stream()
        .filter(column -> !positions.containsKey(column.name()))
        .map(column -> new FileProblem.Column(column.name(), resembling(column.name(), free)))
        .toList();
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

  private static String shortened(String name) {
    return name.length() <= LONGEST_HEADER ? name : name.substring(0, LONGEST_HEADER);
  }

  private static ColumnSpec text(String name, boolean required, int maxLength) {
    return column(
        name,
        required,
        ColumnSpec.Type.TEXT,
        "Text of at most " + maxLength + " characters.",
        Limits.length(maxLength));
  }

  private static ColumnSpec email(String name, String... aliases) {
    return new ColumnSpec(
        name, List.of(aliases), true, ColumnSpec.Type.EMAIL, EMAIL_RULE, Limits.length(255));
  }

  private static ColumnSpec column(
      String name, boolean required, ColumnSpec.Type type, String rule, Limits limits) {
    return new ColumnSpec(name, List.of(), required, type, rule, limits);
  }
}
