package org.teei.csr.engines.imports;

import java.util.List;

/** A file format as data: what the checks apply, the documentation shows and the API lists. */
public record ImportSchema(ImportKind kind, String name, String version, List<ColumnSpec> columns) {

  public ImportSchema {
    columns = List.copyOf(columns);
  }

  /** Name and version as one word, as in {@code language_session/1.1}. */
  public String id() {
    return name + "/" + version;
  }

  public List<ColumnSpec> required() {
    return columns.stream().filter(ColumnSpec::required).toList();
  }
}
