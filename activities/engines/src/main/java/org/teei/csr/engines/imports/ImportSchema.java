package org.teei.csr.engines.imports;

import java.util.List;

/**
 * A file format as data: what the checks apply, the documentation shows and the API lists.
 *
 * @param recognisedBy columns that tell this format from others of its kind
 * @param oneOf groups of columns of which a row fills at least one; empty where there is no choice
 */
public record ImportSchema(
    ImportKind kind,
    String name,
    String version,
    List<String> recognisedBy,
    List<List<String>> oneOf,
    List<ColumnSpec> columns) {

  public ImportSchema {
    recognisedBy = List.copyOf(recognisedBy);
    oneOf = oneOf.stream().map(List::copyOf).toList();
    columns = List.copyOf(columns);
  }

  /** Name and version as one word, as in {@code language_session/1.1}. */
  public String id() {
    return name + "/" + version;
  }

  /** The columns that name the people a row is about, in the order of {@link ImportRow#people}. */
  public List<String> people() {
    return required().stream()
        .filter(column -> column.type() == ColumnSpec.Type.EMAIL)
        .map(ColumnSpec::name)
        .toList();
  }

  public List<ColumnSpec> required() {
    return columns.stream().filter(ColumnSpec::required).toList();
  }
}
