package org.teei.csr.engines.imports;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A header and the schema that it fulfils.
 *
 * @param header the headers as the file has them, surrounding blanks taken off, cut after 64
 *     characters: each error of a row names its column
 * @param positions canonical column name → index in {@code header}; absent optional columns are not
 *     in the map
 * @param others the indexes of the columns outside the schema, in file order
 * @param mapping the part of the mapping that this header has, in file order
 * @param formats how the cells are written
 */
public record HeaderMatch(
    ImportSchema schema,
    List<String> header,
    Map<String, Integer> positions,
    List<Integer> others,
    HeaderMapping mapping,
    CellFormats formats) {

  public HeaderMatch {
    header = List.copyOf(header);
    positions = Map.copyOf(positions);
    others = List.copyOf(others);
  }

  static HeaderMatch of(
      ImportSchema schema,
      List<String> header,
      Map<String, Integer> positions,
      FileReading reading) {
    List<Integer> others =
        IntStream.range(0, header.size())
            .filter(index -> !positions.containsValue(index))
            .boxed()
            .toList();
    return new HeaderMatch(
        schema, header, positions, others, reading.mapping(), reading.declared().cells());
  }

  /** The index of a column of the schema, or -1 where the file does not have it. */
  public int indexOf(String column) {
    return positions.getOrDefault(column, -1);
  }

  /** Headers outside the schema, in file order: their cells are kept and reported, not read. */
  public List<String> extraColumns() {
    return others.stream().map(header::get).filter(name -> !name.isEmpty()).toList();
  }
}
