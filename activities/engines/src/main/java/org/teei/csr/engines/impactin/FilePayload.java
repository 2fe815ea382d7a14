package org.teei.csr.engines.impactin;

import static org.teei.csr.engines.impactin.CanonicalJson.number;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.teei.csr.engines.impactin.Outcomes.Outcome;

/** All figures of a snapshot that may leave the house, one a row or one an object. */
final class FilePayload {
  private static final List<String> HEADER =
      List.of(
          "company",
          "period_from",
          "period_to",
          "time_zone",
          "figure",
          "value",
          "unit",
          "formula",
          "frozen_at");

  private record Line(String figure, BigDecimal value, String unit, String formula) {
    static Line of(Outcome outcome) {
      return new Line(outcome.name(), outcome.value(), outcome.unit(), outcome.formula());
    }
  }

  private FilePayload() {}

  static Payload of(ReportedFigures in, Mapping mapping) {
    Outcomes outcomes = Outcomes.all(in);
    List<Line> lines = new ArrayList<>(outcomes.told().stream().map(Line::of).toList());
    for (ReportedFigure figure : in.figures()) {
      if (!figure.isOutcome()) {
        lines.add(
            new Line(figure.name(), in.count(figure.name()), figure.unit(), figure.formula()));
      }
    }
    lines.sort(Comparator.comparing(Line::figure));
    return mapping.isCsv()
        ? new Payload(Platform.FILE, Payload.CSV, csv(in, lines), outcomes.leftOut())
        : Payload.json(Platform.FILE, json(in, lines), outcomes.leftOut());
  }

  private static Map<String, Object> json(ReportedFigures in, List<Line> lines) {
    List<Map<String, Object>> figures =
        lines.stream()
            .map(line ->
                new TreeMap<String, Object>(
                    Map.of(
                        "figure",
                        line.figure(),
                        "value",
                        number(line.value()),
                        "unit",
                        line.unit(),
                        "formula",
                        line.formula())))
            .map(figure -> (Map<String, Object>) figure)
            .toList();
    Map<String, Object> payload = new TreeMap<>();
    payload.put("company", in.company());
    payload.put(
        "period",
        Map.of(
            "from",
            Payload.firstDay(in),
            "to",
            Payload.lastDay(in),
            "timeZone",
            in.period().zone().getId()));
    payload.put("figures", figures);
    payload.put("frozenAt", Payload.frozenAt(in));
    return payload;
  }

  /** RFC 4180 with commas and CRLF. */
  private static byte[] csv(ReportedFigures in, List<Line> lines) {
    StringWriter out = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out)) {
      csv.writeRecord(HEADER);
      for (Line line : lines) {
        csv.writeRecord(
            in.company(),
            Payload.firstDay(in),
            Payload.lastDay(in),
            // A zone that is an offset starts as a formula does; "UTC" before it says the same.
            zone(in.period().zone().getId()),
            line.figure(),
            number(line.value()).toPlainString(),
            line.unit(),
            line.formula(),
            Payload.frozenAt(in));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String zone(String id) {
    return id.startsWith("+") || id.startsWith("-") ? "UTC" + id : id;
  }
}
