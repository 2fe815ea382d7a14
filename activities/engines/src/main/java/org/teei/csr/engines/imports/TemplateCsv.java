package org.teei.csr.engines.imports;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** A file of a format to begin with. */
public final class TemplateCsv {
  private TemplateCsv() {}

  /** The header with all columns and a row of their examples, by RFC 4180. */
  public static String of(ImportSchema schema) {
    StringWriter out = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out)) {
      csv.writeRecord(schema.columns().stream().map(ColumnSpec::name).toList());
      csv.writeRecord(
          schema.columns().stream().map(ColumnSpec::example).map(FormulaSafety::protect).toList());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toString();
  }
}
