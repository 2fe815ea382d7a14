package org.teei.csr.bench.imports;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines of comma-separated cells, read and written by the letter of RFC 4180. Written for the judge
 * of imports, who may not trust the reader of the product.
 */
final class CsvText {
  private CsvText() {}

  /** All records, the header first. */
  static List<List<String>> read(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    List<List<String>> records = new ArrayList<>();
    List<String> record = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        boolean doubled = c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
        if (c != '"' || doubled) {
          cell.append(c);
          i += doubled ? 1 : 0;
        } else {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == ',') {
        record.add(take(cell));
      } else if (c == '\n') {
        record.add(take(cell));
        records.add(List.copyOf(record));
        record.clear();
      } else if (c != '\r') {
        cell.append(c);
      }
    }
    return records;
  }

  private static String take(StringBuilder cell) {
    String value = cell.toString();
    cell.setLength(0);
    return value;
  }

  static byte[] write(List<List<String>> records) {
    StringBuilder text = new StringBuilder();
    for (List<String> record : records) {
      for (int i = 0; i < record.size(); i++) {
        text.append(i == 0 ? "" : ",").append(quoted(record.get(i)));
      }
      text.append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
    return plain ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
  }
}
