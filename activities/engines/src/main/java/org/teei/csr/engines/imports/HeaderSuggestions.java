package org.teei.csr.engines.imports;

import static java.util.Comparator.comparingDouble;
import static java.util.Comparator.comparingInt;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which column each header of a file is likely to be. A column is suggested for one header at most.
 *
 * @param schema the format that fits the suggestions best, as in {@code language_session/1.1}
 * @param headers one for each, in file order
 * @param unplaced required columns of that format for which there is no header
 */
public record HeaderSuggestions(String schema, List<Suggestion> headers, List<String> unplaced) {

  public HeaderSuggestions {
    headers = List.copyOf(headers);
    unplaced = List.copyOf(unplaced);
  }

  /**
   * @param position from 1
   * @param header null in a line that is rather a row than a header: values are not shown
   * @param field null where no column is like it
   * @param score from 0 to 1; 0 without a column
   */
  public record Suggestion(
      int position, @Nullable String header, @Nullable String field, double score) {}

  private record Pair(int index, String field, double score) {}

  /**
   * @param header raw header cells
   */
  public static HeaderSuggestions of(ImportKind kind, List<String> header) {
    List<String> shown =
        header.stream()
            .limit(ImportSchemas.MAX_COLUMNS)
            .map(FormulaSafety::restore)
            .map(CellText::strip)
            .toList();
    boolean row = shown.stream().anyMatch(HeaderLikeness::likeValue);
    Placed best =
        ImportSchemas.of(kind).stream()
            .map(schema -> Placed.of(schema, row ? List.of() : shown))
            .max(
                comparingInt((Placed placed) -> -placed.unplaced().size())
                    .thenComparingDouble(Placed::score)
                    .thenComparingInt(placed -> -ImportSchemas.all().indexOf(placed.schema())))
            .orElseThrow();
    List<Suggestion> suggestions = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      Pair pair = best.likely().get(i);
      suggestions.add(
          new Suggestion(
              i + 1,
              row ? null : shown.get(i),
              pair == null ? null : pair.field(),
              pair == null ? 0 : pair.score()));
    }
    return new HeaderSuggestions(best.schema().id(), suggestions, best.unplaced());
  }

  /** The columns of one format at their likeliest places. */
  private record Placed(ImportSchema schema, Map<Integer, Pair> likely, List<String> unplaced) {

    static Placed of(ImportSchema schema, List<String> header) {
      Map<Integer, Pair> likely = HeaderSuggestions.likely(schema, header);
      Set<String> placed = new HashSet<>();
      likely.values().forEach(pair -> placed.add(pair.field()));
      return new Placed(
          schema,
          likely,
          ImportSchemas.wanted(schema, placed).stream()
              .filter(field -> !placed.contains(field))
              .toList());
    }

    double score() {
      return likely.values().stream().mapToDouble(Pair::score).sum();
    }
  }

  /** The most alike first, each header and column once. */
  private static Map<Integer, Pair> likely(ImportSchema schema, List<String> header) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      for (ColumnSpec column : schema.columns()) {
        double score = header.get(i).isEmpty() ? 0 : HeaderLikeness.of(header.get(i), column);
        if (score >= HeaderLikeness.WORTH) {
          pairs.add(new Pair(i, column.name(), score));
        }
      }
    }
    pairs.sort(comparingDouble(Pair::score).reversed());
    Map<Integer, Pair> likely = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (Pair pair : pairs) {
      if (!likely.containsKey(pair.index()) && taken.add(pair.field())) {
        likely.put(pair.index(), pair);
      }
    }
    return likely;
  }
}
