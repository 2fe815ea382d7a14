package org.teei.csr.tests.documents;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.imports.ColumnSpec;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.engines.imports.ImportSchema;
import org.teei.csr.engines.imports.ImportSchemas;

/** The formats of files, from the table that the checks apply. */
final class ImportSchemasPage {
  private ImportSchemasPage() {}

  static String content() {
    return Markdown.head("Import schemas", "`ImportSchemas`")
        + """
        The schema of a file is found by its header alone, in any order and case of the columns. Further columns are kept and
        reported. A blank cell is a missing value. Encodings: UTF-8 with or without byte order mark, UTF-16 with one; delimiters: comma,
        semicolon, tab, pipe. Headers with other names, dates and numbers in other spellings and further encodings can be
        [declared](../how-to/import-a-spreadsheet.md). What a row sets off is in [Events](events.md), what can be wrong with it in [Errors](errors.md).

        """
        + Stream.of(ImportKind.values()).map(ImportSchemasPage::kind).collect(Collectors.joining());
  }

  private static String kind(ImportKind kind) {
    return "## `POST /v1/import/%s`\n\n".formatted(kind.id())
        + ImportSchemas.of(kind).stream()
            .map(ImportSchemasPage::schema)
            .collect(Collectors.joining());
  }

  private static String schema(ImportSchema schema) {
    return "### %s %s\n\n".formatted(schema.name(), schema.version())
        + choice(schema)
        + Markdown.table(
            List.of("column", "also read", "required", "type", "bounds", "rule"),
            schema.columns().stream().map(ImportSchemasPage::column).toList());
  }

  private static String choice(ImportSchema schema) {
    return schema.oneOf().isEmpty()
        ? ""
        : schema.oneOf().stream()
            .map(Markdown::codes)
            .collect(Collectors.joining("; or ", "Each row fills ", ".\n\n"));
  }

  private static List<String> column(ColumnSpec column) {
    return List.of(
        Markdown.code(column.name()),
        Markdown.codes(column.aliases()),
        column.required() ? "yes" : "",
        column.type().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        bounds(column.limits()),
        column.rule());
  }

  private static String bounds(ColumnSpec.Limits limits) {
    List<String> bounds = new ArrayList<>();
    if (limits.maxLength() != null) {
      bounds.add("at most " + limits.maxLength() + " characters");
    }
    if (limits.minimum() != null || limits.maximum() != null) {
      bounds.add(plain(limits.minimum()) + " to " + plain(limits.maximum()));
    }
    if (!limits.allowed().isEmpty()) {
      bounds.add(Markdown.codes(limits.allowed()));
    }
    return String.join("; ", bounds);
  }

  private static String plain(@Nullable BigDecimal number) {
    return number == null ? "" : number.toPlainString();
  }
}
