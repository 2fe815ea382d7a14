package org.teei.csr.engines.imports;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A row of a kind, to be changed cell by cell, and what the checks say about it. */
final class Rows {
  static final Instant NOW = Instant.parse("2026-02-28T12:00:00Z");

  private final ImportKind kind;
  private final Map<String, String> cells = new LinkedHashMap<>();

  private Rows(ImportKind kind) {
    this.kind = kind;
  }

  static Rows of(ImportKind kind) {
    return new Rows(kind);
  }

  Rows with(String column, String cell) {
    cells.put(column, cell);
    return this;
  }

  Rows without(String column) {
    cells.remove(column);
    return this;
  }

  RowCheck check() throws FileRefused {
    HeaderMatch header = ImportSchemas.match(kind, new ArrayList<>(cells.keySet()));
    return KindCheck.of(header, NOW)
        .check(new RawRow(1, 2, 100, 10, new ArrayList<>(cells.values())));
  }

  /** Codes and columns of what is wrong; empty for a sound row. */
  List<String> errors() throws FileRefused {
    return switch (check()) {
      case RowCheck.Valid _ -> List.of();
      case RowCheck.Invalid invalid ->
          invalid.errors().stream()
              .map(error -> error.code().code() + ":" + error.column())
              .toList();
    };
  }

  /** The sound row. */
  <R extends ImportRow> R read(Class<R> type) throws FileRefused {
    if (check() instanceof RowCheck.Valid valid) {
      return type.cast(valid.row());
    }
    throw new AssertionError(errors());
  }
}
