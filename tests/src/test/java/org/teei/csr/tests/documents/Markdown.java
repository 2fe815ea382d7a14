package org.teei.csr.tests.documents;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The little of Markdown that generated pages need. */
final class Markdown {
  private Markdown() {}

  /** A title and a line that says where the page comes from. */
  static String head(String title, String source) {
    return "# %s\n\n<!-- Generated from %s; do not edit. -->\n\n".formatted(title, source);
  }

  static String table(List<String> head, Collection<List<String>> rows) {
    return row(head)
        + row(head.stream().map(_ -> "---").toList())
        + rows.stream().map(Markdown::row).collect(Collectors.joining())
        + "\n";
  }

  static String code(String text) {
    return text.isEmpty() ? "" : "`" + text + "`";
  }

  /** Several names in one cell. */
  static String codes(Collection<String> texts) {
    return texts.stream().map(Markdown::code).collect(Collectors.joining(", "));
  }

  private static String row(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|").replace("\n\n", "<br>").replace('\n', ' ').strip())
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
