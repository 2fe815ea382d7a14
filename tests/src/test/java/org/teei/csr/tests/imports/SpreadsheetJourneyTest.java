package org.teei.csr.tests.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.LocalStack;

/** A file as a spreadsheet saves it, with names and habits of its own, on its way in. */
class SpreadsheetJourneyTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final String MAPPING =
      """
      {"Økt nr":"session_id","Deltaker e-post":"participant_email","Frivillig e-post":"volunteer_email",
       "Dato":"scheduled_at","Varighet":"duration_minutes","Vurdering":"rating"}\
      """;
  private static final String READING =
      "?encoding=windows-1252&dateFormat=dd.MM.yyyy%20HH:mm&timeZone=Europe/Oslo&decimalSeparator=,"
          + "&spreadsheet=excel&mapping="
          + URLEncoder.encode(MAPPING, StandardCharsets.UTF_8);

  private final LocalStack stack = LocalStack.shared();
  private final ImportsClient imports = stack.imports();

  @Test
  void semicolonsDecimalCommasAndDeclaredDatesLandAsSessions() throws Exception {
    String mark = UUID.randomUUID().toString().substring(0, 8);
    byte[] file =
        """
        sep=;
        Økt nr;Deltaker e-post;Frivillig e-post;Dato;Varighet;Vurdering;Merknad;;
        %1$s-1;p-%1$s@example.org;v-%1$s@example.org;05.01.2026 10:00;60,0;4,5;på tå;;
        %1$s-2;p-%1$s@example.org;v-%1$s@example.org;06.07.2026 09:30;45;3
        %1$s-3;p-%1$s@example.org;v-%1$s@example.org;2026-07-06;45;3;;;
        ;;;;;;;;
        """
            .formatted(mark)
            .replace("\n", "\r\n")
            .getBytes(WINDOWS);

    String id = imports.accepted(READING, file);
    JsonNode job = imports.ended(id, SOON);
    String rejected = imports.get("/v1/imports/" + id + "/rejected.csv").body();

    assertThat(job.path("status").asText()).isEqualTo("completed");
    assertThat(job.path("sniffed").path("encoding").asText()).isEqualTo("windows-1252");
    assertThat(job.path("sniffed").path("delimiter").asText()).isEqualTo(";");
    assertThat(job.path("declared").path("dateFormat").asText()).isEqualTo("dd.MM.yyyy HH:mm");
    assertThat(job.path("mapping").path("Økt nr").asText()).isEqualTo("session_id");
    assertThat(job.path("counts").path("read").asLong()).isEqualTo(3);
    assertThat(job.path("counts").path("accepted").asLong()).isEqualTo(2);
    assertThat(rejected.lines().toList().getFirst()).startsWith("Økt nr,Deltaker e-post,");
    assertThat(rejected.lines().toList().get(1)).contains(mark + "-3", "3,E040,scheduled_at,");
    assertThat(
            stack.value(
                "select extract(epoch from scheduled_at)::bigint || ' ' || duration_minutes || ' ' || rating from sessions where external_id = '%s-1'"
                    .formatted(mark)))
        .isEqualTo("1767603600 60 0.88");
    assertThat(imports.send(READING, file).json().path("id").asText()).isEqualTo(id);
    assertThat(imports.send(READING.replace("Europe/Oslo", "UTC"), file).status()).isEqualTo(202);
  }
}
