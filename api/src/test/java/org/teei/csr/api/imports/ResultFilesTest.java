package org.teei.csr.api.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;

import java.io.ByteArrayInputStream;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.engines.imports.CsvFormat.Delimiter;
import org.teei.csr.engines.imports.RawRow;
import org.teei.csr.engines.imports.RecordBlocks;

class ResultFilesTest {
  private static final String BAD_EMAIL = "[{\"code\":\"E001\",\"column\":\"participant_email\"}]";

  private final Api api = Api.shared();
  private final Http http = new Http(api);
  private final Ledger ledger = new Ledger(api);
  private final String batch = UUID.randomUUID().toString();

  @Test
  void rowsOfAnOutcomeComeAsTheyWereSent() throws Exception {
    var file =
        "session_id;participant_email;volunteer_email;scheduled_at;note\n"
            + unique("1")
            + ";a@example.org;b@example.org;2026-01-01;\"two\nlines; and \"\"quotes\"\"\"\n"
            + unique("2")
            + ";bad;b@example.org;2026-01-01;æøå 😀\n";
    var id = imported(file, "accepted", "rejected");
    var session = UUID.randomUUID();
    ledger.became(id, 1, session);

    var accepted = http.get("/v1/imports/" + id + "/accepted.csv");

    assertThat(accepted.header("content-type")).contains("text/csv;charset=UTF-8");
    assertThat(accepted.header("cache-control")).contains("no-store");
    assertThat(accepted.text())
        .isEqualTo(
            "session_id,participant_email,volunteer_email,scheduled_at,note,_id\r\n"
                + unique("1")
                + ",a@example.org,b@example.org,2026-01-01,\"two\nlines; and \"\"quotes\"\"\","
                + session
                + "\r\n");
  }

  @Test
  void aDuplicateTellsWhatItWasEqualToUnlessALaterRowCounts() throws Exception {
    var file =
        SessionFiles.HEADER + SessionFiles.row(unique("1"), 1) + SessionFiles.row(unique("2"), 2);
    var id = imported(file, "duplicate", "duplicate");
    var session = UUID.randomUUID();
    ledger.became(id, 2, session);

    var lines = http.get("/v1/imports/" + id + "/duplicate.csv").text().split("\r\n");

    assertThat(lines[0]).endsWith(",_id");
    assertThat(lines[1]).endsWith(",");
    assertThat(lines[2]).endsWith("," + session);
  }

  @Test
  void rejectedRowsTellWhatIsWrong() throws Exception {
    var id = imported(SessionFiles.HEADER + SessionFiles.row(unique("1"), 1), "rejected");

    assertThat(http.get("/v1/imports/" + id + "/rejected.csv").text())
        .contains(",_error_row,_error_code,_error_column,_error_message\r\n")
        .endsWith(",1,E001,participant_email,participant_email is not a valid e-mail address.\r\n");
  }

  @Test
  void cellsThatASpreadsheetWouldCalculateAreNeutralised() throws Exception {
    var row = SessionFiles.row(unique("1"), 1).replace("plain", "=1+1");
    var id = imported(SessionFiles.HEADER + row, "duplicate");

    assertThat(http.get("/v1/imports/" + id + "/duplicate.csv").text()).contains(",'=1+1,\r\n");
  }

  @Test
  void anOutcomeWithoutRowsIsAHeaderAlone() throws Exception {
    var id = imported(SessionFiles.HEADER + SessionFiles.row(unique("1"), 1), "accepted");

    assertThat(http.get("/v1/imports/" + id + "/unprocessed.csv").text())
        .isEqualTo(SessionFiles.HEADER);
  }

  @Test
  void rowsFarApartAreReadFromTheirPlaces() throws Exception {
    var file = new StringBuilder(SessionFiles.HEADER);
    for (int i = 1; i <= 40_000; i++) {
      file.append(SessionFiles.row(unique("r" + i), i));
    }
    var id = upload(file.toString());
    try (var blocks =
        RecordBlocks.open(
            new ByteArrayInputStream(file.toString().getBytes(UTF_8)),
            Delimiter.COMMA,
            50_000,
            8 << 20)) {
      for (var row : blocks.next().rows()) {
        if (row.number() == 7 || row.number() == 39_999) {
          record(id, row, "accepted");
        }
      }
    }

    var lines = http.get("/v1/imports/" + id + "/accepted.csv").text().split("\r\n");

    assertThat(lines).hasSize(3);
    assertThat(lines[1]).startsWith(unique("r7") + ",p7@");
    assertThat(lines[2]).startsWith(unique("r39999") + ",p39999@");
  }

  @Test
  void aFileThatIsNotKeptAnyMoreIsGone() throws Exception {
    var id = upload(SessionFiles.HEADER + SessionFiles.row(unique("1"), 1));
    var name =
        api.worker()
            .read(
                Api.TENANT,
                db ->
                    db.select(IMPORT_JOBS.STORED_OBJECT)
                        .from(IMPORT_JOBS)
                        .where(IMPORT_JOBS.IMPORT_ID.eq(id))
                        .fetchSingle()
                        .value1());
    api.storage().delete(Api.TENANT, name);

    var answer = http.get("/v1/imports/" + id + "/accepted.csv");

    assertThat(answer.status()).isEqualTo(410);
    assertThat(answer.problem()).isEqualTo("imports/file-expired");
  }

  @ParameterizedTest
  @ValueSource(strings = {"accepted", "rejected", "duplicate", "unprocessed"})
  void aFileWhoseTimeHasComeIsGone(String outcome) {
    var id = upload(SessionFiles.HEADER + SessionFiles.row(unique("1"), 1));
    ledger.forgetFile(id);

    var answer = http.get("/v1/imports/" + id + "/" + outcome + ".csv");

    assertThat(answer.status()).isEqualTo(410);
    assertThat(answer.problem()).isEqualTo("imports/file-expired");
  }

  @Test
  void fetchingRowsIsOnRecord() throws Exception {
    var id = imported(SessionFiles.HEADER + SessionFiles.row(unique("1"), 1), "accepted");

    http.get("/v1/imports/" + id + "/accepted.csv");

    assertThat(new Records(api).auditedActions(id)).contains("imports.rows-read");
  }

  private String unique(String id) {
    return batch + "-" + id;
  }

  private UUID upload(String file) {
    return UUID.fromString(
        http.csv("/v1/import/sessions", file.getBytes(UTF_8)).json().get("id").asString());
  }

  /** Imports the file and gives its rows these outcomes. */
  private UUID imported(String file, String... outcomes) throws Exception {
    var id = upload(file);
    var delimiter = file.startsWith("session_id;") ? Delimiter.SEMICOLON : Delimiter.COMMA;
    try (var blocks =
        RecordBlocks.open(
            new ByteArrayInputStream(file.getBytes(UTF_8)), delimiter, 100, 1 << 20)) {
      for (var row : blocks.next().rows()) {
        record(id, row, outcomes[(int) row.number() - 1]);
      }
    }
    return id;
  }

  private void record(UUID id, RawRow row, String outcome) {
    var errors = outcome.equals("rejected") ? BAD_EMAIL : null;
    ledger.row(id, row.number(), row.offset(), row.length(), outcome, errors);
  }
}
