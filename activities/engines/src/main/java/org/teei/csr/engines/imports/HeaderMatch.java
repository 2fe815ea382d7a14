package org.teei.csr.engines.imports;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A header and the schema that it fulfils.
 *
 * @param header the headers as the file has them, surrounding blanks taken off, cut after 64
 *     characters: each error of a row names its column
 * @param positions canonical column name → index in {@code header}; absent optional columns are not
 *     in the map
 */
public record HeaderMatch(
    ImportSchema schema, List<String> header, Map<String, Integer> positions) {

  public HeaderMatch {
    header = List.copyOf(header);
    positions = Map.copyOf(positions);
  }

  /** The index of a column of the schema, or -1 where the file does not have it. */
  public int indexOf(String column) {
    return positions.getOrDefault(column, -1);
  }

  /** Headers outside the schema, in file order: their cells are kept and reported, not read. */
  public List<String> extraColumns() {
    Set<Integer> known = new HashSet<>(positions.values());
    List<String> extra = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      if (!known.contains(i) && !header.get(i).isEmpty()) {
        extra.add(header.get(i));
      }
    }
    return extra;
  }
}
