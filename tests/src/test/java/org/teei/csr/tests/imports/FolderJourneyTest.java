package org.teei.csr.tests.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.ImportsClient.Answer;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.tests.shared.SessionsFile;

/** What a partner lays into a folder is imported by itself. */
class FolderJourneyTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final LocalStack stack = LocalStack.shared();
  private final ImportsClient client = stack.imports();

  @Test
  void filesInAFolderBecomeImportsOrAreRefusedWithTheReason() throws Exception {
    String name = "partner-" + UUID.randomUUID();
    Path folder = Files.createDirectories(stack.data().resolve("drop-folders/demo").resolve(name));
    Files.write(folder.resolve("march.csv"), SessionsFile.ofRows(4).bytes());
    Files.writeString(folder.resolve("march.pdf"), "%PDF-1.7 the same on paper");

    Answer made =
        client.post(
            "/v1/import-folders",
            "{\"name\":\"%s\",\"kind\":\"sessions\",\"enabled\":true,\"intervalSeconds\":60}"
                .formatted(name));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    String address = made.header("Location");

    await()
        .atMost(SOON)
        .until(() -> client.get(address + "/files").json().path("total").asInt() == 2);
    JsonNode imported = file(address, "march.csv");
    assertThat(file(address, "march.pdf").path("problem").asText())
        .isEqualTo("/problems/imports/not-text");
    JsonNode job = client.ended(imported.path("importId").asText(), SOON);
    assertThat(job.path("counts").path("accepted").asLong()).isEqualTo(4);
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(names(folder)).containsExactly("done", "refused"));
    assertThat(names(folder.resolve("done"))).singleElement().asString().endsWith("-march.csv");
    assertThat(names(folder.resolve("refused"))).hasSize(2);
    String schedule = "imports/demo/folder/" + address.substring(address.lastIndexOf('/') + 1);
    await().atMost(SOON).until(() -> schedules().contains(schedule));
    assertThat(client.delete(address).status()).isEqualTo(204);
    await().atMost(SOON).until(() -> !schedules().contains(schedule));
  }

  @Test
  void aSpreadsheetOfAPartnerIsReadAsItsFolderSays() throws Exception {
    String name = "partner-" + UUID.randomUUID();
    Path folder = Files.createDirectories(stack.data().resolve("drop-folders/demo").resolve(name));
    String row =
        "%s;p%s@example.org;v%s@example.org;05.01.2026;60;4,5;p\u00e5 t\u00e5;hemmelig\r\n"
            .formatted(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
    Files.write(
        folder.resolve("mars.csv"),
        ("Nr;Deltaker;Frivillig;Dato;Varighet;Karakter;Kommentar;Merknad\r\n" + row)
            .getBytes(Charset.forName("windows-1252")));

    Answer made =
        client.post(
            "/v1/import-folders",
            """
            {"name":"%s","kind":"sessions","enabled":true,"intervalSeconds":60,
             "reading":{"mapping":{"Nr":"session_id","Deltaker":"participant_email","Frivillig":"volunteer_email",
               "Dato":"scheduled_at","Varighet":"duration_minutes","Karakter":"rating","Kommentar":"feedback_text","Merknad":null},
              "dateFormat":"dd.MM.yyyy","decimalSeparator":",","delimiter":"semicolon","encoding":"windows-1252"}}
            """
                .formatted(name));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    String address = made.header("Location");

    await()
        .atMost(SOON)
        .until(() -> client.get(address + "/files").json().path("total").asInt() == 1);
    JsonNode job = client.ended(file(address, "mars.csv").path("importId").asText(), SOON);
    assertThat(job.path("counts").path("accepted").asLong()).as(job.toString()).isEqualTo(1);
    await().atMost(SOON).until(() -> !client.get(address).json().path("lookedAt").isNull());
    assertThat(client.get(address).json().path("waitingFiles").asInt(-1)).isZero();
    assertThat(client.delete(address).status()).isEqualTo(204);
  }

  private String schedules() {
    return stack.csr("temporal", "schedule", "list", "-o", "json");
  }

  private JsonNode file(String address, String name) {
    for (JsonNode file : client.get(address + "/files").json().path("items")) {
      if (file.path("name").asText().equals(name)) {
        return file;
      }
    }
    throw new AssertionError("Not found: " + name);
  }

  private static List<String> names(Path folder) throws Exception {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
