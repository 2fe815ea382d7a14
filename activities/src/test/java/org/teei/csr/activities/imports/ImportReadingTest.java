package org.teei.csr.activities.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.engines.imports.DeclaredFormat;
import org.teei.csr.engines.imports.FileReading;
import org.teei.csr.engines.imports.HeaderMapping;
import org.teei.csr.workflows.imports.ImportCounts;
import org.teei.csr.workflows.imports.ImportRef;

/** The steps of an import read its file by the mapping and formats that its row has. */
class ImportReadingTest {
  private static final HeaderMapping NORWEGIAN =
      HeaderMapping.parse(
          """
          {"Økt nr":"session_id","Deltaker":"participant_email","Frivillig":"volunteer_email","Dato":"scheduled_at",
           "Varighet":"duration_minutes","Karakter":"rating","Kommentar":"feedback_text"}\
          """);
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  @TempDir Path directory;
  private ImportFixture imports;

  @BeforeEach
  void freshTenant() {
    imports = new ImportFixture(directory);
  }

  @Test
  void aFileOfASpreadsheetLandsAsThePlainFileDoes() throws Exception {
    ImportCounts plain =
        imports.run(
            "session_id,participant_email,volunteer_email,scheduled_at,duration_minutes,rating,feedback_text\n"
                + "NO-1,p001@example.org,v01@example.org,2026-01-05T09:00:00Z,60,4.5,på tå\n"
                + "NO-2,p02@example.org,v01@example.org,2026-07-05T22:00:00Z,45,3,\n");

    ImportCounts spreadsheet = imports.run(imports.upload(spreadsheet(), reading()));

    assertThat(plain.accepted()).isEqualTo(2);
    assertThat(spreadsheet.read()).isEqualTo(4);
    assertThat(spreadsheet.duplicate()).isEqualTo(2);
    assertThat(spreadsheet.rejected()).isEqualTo(2);
    assertThat(
            imports.count("select count(*) from csr.sessions where tenant_id = ?", imports.tenant))
        .isEqualTo(2);
  }

  @Test
  void rowsThatAreNotAsDeclaredAreRejectedByColumn() throws Exception {
    ImportRef ref = imports.upload(spreadsheet(), reading());

    imports.run(ref);

    assertThat(
            imports.rows(
                """
                select row_number, errors::text as errors from csr.import_rows
                where import_id = ? and outcome = 'rejected' order by row_number
                """,
                ref.importId()))
        .extracting(row -> row.get("row_number") + " " + row.get("errors"))
        .containsExactly(
            "3 [{\"code\": \"E041\", \"column\": \"session_id\"}]",
            "4 [{\"code\": \"E040\", \"column\": \"scheduled_at\"}]");
  }

  @Test
  void aChangedSpreadsheetUpdatesTheSession() throws Exception {
    imports.run(imports.upload(spreadsheet(), reading()));
    String changed = new String(spreadsheet(), WINDOWS).replace("60,0", "90,0");

    ImportCounts counts = imports.run(imports.upload(changed.getBytes(WINDOWS), reading()));

    assertThat(counts.updated()).isEqualTo(1);
    assertThat(
            imports
                .row(
                    "select duration_minutes, rating from csr.sessions where tenant_id = ? and external_id = 'NO-1'",
                    imports.tenant)
                .toString())
        .contains("duration_minutes=90", "rating=0.88");
  }

  @Test
  void aByteOutsideTheEncodingFailsTheFileAtItsLine() throws Exception {
    StringBuilder text = new StringBuilder(new String(spreadsheet(), WINDOWS));
    while (text.length() < 100_000) {
      text.append("X;a@example.org;b@example.org;05.01.2026;60;4;på\r\n");
    }
    long lines = text.chars().filter(c -> c == '\n').count();
    byte[] head = text.toString().getBytes(WINDOWS);
    byte[] file = Arrays.copyOf(head, head.length + 1);
    file[head.length] = (byte) 0x81;
    ImportRef ref = imports.upload(file, reading());

    ImportCounts counts = imports.run(ref);

    assertThat(counts.accepted()).isZero();
    assertThat(imports.job(ref).get("problem").toString())
        .contains("invalid-encoding", String.valueOf(lines + 1));
  }

  private static FileReading reading() throws Exception {
    return new FileReading(
        NORWEGIAN,
        DeclaredFormat.of(
            Map.of(
                "dateFormat", "dd.MM.yyyy HH:mm",
                "timeZone", "Europe/Oslo",
                "decimalSeparator", ",",
                "encoding", "windows-1252",
                "spreadsheet", "excel")));
  }

  /** Two sessions, a rounded id, an American date, and rows of nothing. */
  private static byte[] spreadsheet() {
    return """
    sep=;
    Økt nr;Deltaker;Frivillig;Dato;Varighet;Karakter;Kommentar;;
    ;;;;;;;;
    NO-1;p001@example.org;v01@example.org;05.01.2026 10:00;60,0;4,5;på tå;;
    NO-2;p02@example.org;v01@example.org;06.07.2026;45;3
    1,23457E+12;p02@example.org;v01@example.org;06.07.2026;45;3;;;
    NO-4;p02@example.org;v01@example.org;07/06/2026;45;3;;;
    ;;;;;;;;
    """
        .replace("\n", "\r\n")
        .getBytes(WINDOWS);
  }
}
