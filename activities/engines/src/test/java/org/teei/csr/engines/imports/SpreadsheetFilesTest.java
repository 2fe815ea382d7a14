package org.teei.csr.engines.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teei.csr.engines.imports.CsvFormat.Delimiter;
import org.teei.csr.engines.imports.CsvFormat.Encoding;

/** Files as spreadsheets save them: the same two sessions in the habits of four machines. */
class SpreadsheetFilesTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final String NORWEGIAN =
      """
      {"Økt nr":"session_id","Deltaker e-post":"participant_email","Frivillig e-post":"volunteer_email",
       "Når":"scheduled_at","Ferdig":"completed_at","Varighet":"duration_minutes","Vurdering":"rating",
       "Kommentar":"feedback_text"}\
      """;
  private static final String AMERICAN =
      """
      {"Session ID":"session_id","Learner e-mail":"participant_email","Volunteer e-mail":"volunteer_email",
       "Starts":"scheduled_at","Ends":"completed_at","Duration (min)":"duration_minutes","Score":"rating",
       "Comment":"feedback_text"}\
      """;

  @ParameterizedTest
  @CsvSource({
    "norwegian-windows-1252.csv, windows-1252, dd.MM.yyyy HH:mm, ',', WINDOWS_1252, SEMICOLON, –",
    "norwegian-unicode-text.csv, utf-16, dd.MM.yyyy HH:mm, ',', UTF_16LE, TAB, –",
    "american-utf-8.csv, utf-8, M/d/yyyy h:mm a, ., UTF_8_BOM, COMMA, –",
    "serials-1904-iso-8859-15.csv, iso-8859-15, excel-1904, ',', ISO_8859_15, SEMICOLON, -"
  })
  void eachIsReadAsTheSameSessions(
      String file,
      String encoding,
      String dateFormat,
      String decimalSeparator,
      Encoding sniffedEncoding,
      Delimiter sniffedDelimiter,
      String dash)
      throws Exception {
    FileReading reading =
        new FileReading(
            HeaderMapping.parse(file.startsWith("american") ? AMERICAN : NORWEGIAN),
            DeclaredFormat.of(
                Map.of(
                    "encoding", encoding,
                    "dateFormat", dateFormat,
                    "decimalSeparator", decimalSeparator,
                    "timeZone", "Europe/Oslo",
                    "spreadsheet", "excel")));
    byte[] bytes = resource(file);

    Sniffed sniffed = CsvSniffer.sniff(ImportKind.SESSIONS, bytes, true, null, reading);

    Sniffed.Readable readable = (Sniffed.Readable) sniffed;
    assertThat(readable.format().encoding()).isEqualTo(sniffedEncoding);
    assertThat(readable.format().delimiter()).isEqualTo(sniffedDelimiter);
    List<SessionRow> sessions = sessions(bytes, readable, reading);
    assertThat(sessions).hasSize(2);
    SessionRow first = sessions.get(0);
    assertThat(first.externalId()).isEqualTo("NO-1");
    assertThat(first.scheduledAt()).isEqualTo("2026-01-05T09:00:00Z");
    assertThat(first.completedAt()).isEqualTo("2026-01-05T10:00:00Z");
    assertThat(first.durationMinutes()).isEqualTo(60);
    assertThat(first.rating()).isEqualByComparingTo(new BigDecimal("4.5"));
    assertThat(first.feedback()).isEqualTo("Snakket om å søke jobb " + dash + " «nyttig»");
    SessionRow second = sessions.get(1);
    assertThat(second.scheduledAt()).isEqualTo("2026-07-06T07:30:00Z");
    assertThat(second.feedback()).isEqualTo("Han sa: \"takk\"; 100 € spart");
  }

  @Test
  void whatWasDeclaredIsKeptAndReadAgainTheSame() throws Exception {
    Map<String, String> declared =
        Map.of(
            "encoding", "iso-8859-15",
            "dateFormat", "excel-1904",
            "decimalSeparator", ",",
            "delimiter", "pipe",
            "timeZone", "Europe/Oslo",
            "spreadsheet", "excel");
    FileReading reading =
        new FileReading(HeaderMapping.parse(AMERICAN), DeclaredFormat.of(declared));

    FileReading again = FileReading.stored(reading.mapping().json(), reading.declared().json());

    assertThat(reading.declared().values()).isEqualTo(declared);
    assertThat(again).isEqualTo(reading);
    assertThat(again.sha256()).hasSize(32).isEqualTo(reading.sha256());
    assertThat(FileReading.PLAIN.sha256()).isEmpty();
    assertThat(new FileReading(HeaderMapping.NONE, reading.declared()).sha256())
        .isNotEqualTo(reading.sha256());
  }

  private static List<SessionRow> sessions(
      byte[] bytes, Sniffed.Readable readable, FileReading reading)
      throws IOException, FileRefused {
    KindCheck check = KindCheck.of(readable.header(), NOW);
    List<SessionRow> sessions = new ArrayList<>();
    try (RecordBlocks blocks =
        RecordBlocks.open(
            NormalizedInput.of(new ByteArrayInputStream(bytes), readable.format()),
            readable.format().delimiter(),
            1000,
            1 << 20,
            reading.declared().cells())) {
      for (Block block = blocks.next(); block != null; block = blocks.next()) {
        for (RawRow row : block.rows()) {
          sessions.add((SessionRow) ((RowCheck.Valid) check.check(row)).row());
        }
      }
    }
    return sessions;
  }

  private static byte[] resource(String name) throws IOException {
    try (var in = SpreadsheetFilesTest.class.getResourceAsStream("/spreadsheets/" + name)) {
      return in.readAllBytes();
    }
  }
}
