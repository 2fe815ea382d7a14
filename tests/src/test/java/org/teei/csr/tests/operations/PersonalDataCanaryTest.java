package org.teei.csr.tests.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.nats.client.Nats;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.tests.shared.SessionsFile;
import org.teei.csr.tests.shared.TraceCollector;

/** Personal data of an import is found nowhere but, encrypted, in its own tables. */
class PersonalDataCanaryTest {
  private static final TraceCollector TRACES = collector();
  private static final LocalStack STACK = LocalStack.start("canary", TRACES.environment());

  private final ImportsClient imports = STACK.imports();
  private final SessionsFile file = new SessionsFile();
  private final String feedback = "canary sentence " + file.mark;

  @AfterAll
  static void stop() {
    STACK.close();
    TRACES.close();
  }

  @Test
  void noCanaryInHistoriesMessagesLogsTracesOrPlainColumns() throws Exception {
    file.session(1, "5", feedback);
    file.line(
        file.mark
            + "-2,Language Connect,"
            + "broken address "
            + file.mark
            + ","
            + file.volunteer()
            + ",nonsense "
            + file.mark
            + ",60,5,Fine,B1");
    String id = imports.accepted("", file.bytes());
    JsonNode job = imports.ended(id, Duration.ofSeconds(60));
    String person =
        imports
            .post("/v1/profile/search", "{\"email\":\"%s\"}".formatted(file.participant()))
            .json()
            .findPath("id")
            .asText();
    imports.get("/v1/profile/" + person);
    assertThat(job.path("status").asText()).isEqualTo("completed");

    assertClean(
        "the history, its search attributes and memo",
        STACK.csr(
            "temporal", "workflow", "show", "-w", job.path("workflowId").asText(), "-o", "json"));
    assertClean(
        "the description of the workflow",
        STACK.csr(
            "temporal",
            "workflow",
            "describe",
            "-w",
            job.path("workflowId").asText(),
            "-o",
            "json"));
    assertClean("the published events", String.join("\n", publishedEvents()));
    assertClean("the logs", logs());
    assertClean("the traces", traces());
    assertClean("the tables", plainColumns());
  }

  /** The external id carries the mark on purpose, so only addresses and texts are looked for. */
  private void assertClean(String place, String content) {
    assertThat(content).as(place).isNotBlank();
    for (String canary :
        List.of(
            file.participant(),
            file.volunteer(),
            feedback,
            "broken address " + file.mark,
            "nonsense " + file.mark)) {
      assertThat(content.contains(canary)).as("%s holds a canary", place).isFalse();
    }
  }

  private List<String> publishedEvents() throws Exception {
    List<String> messages = new ArrayList<>();
    try (io.nats.client.Connection nats = Nats.connect(STACK.nats("reader"))) {
      StreamInfo stream = nats.jetStreamManagement().getStreamInfo("EVENTS");
      long last = stream.getStreamState().getLastSequence();
      for (long sequence = Math.max(stream.getStreamState().getFirstSequence(), last - 5_000);
          sequence <= last;
          sequence++) {
        var message = nats.jetStreamManagement().getMessage("EVENTS", sequence);
        messages.add(
            message.getSubject()
                + " "
                + message.getHeaders()
                + " "
                + new String(message.getData(), StandardCharsets.UTF_8));
      }
    }
    return messages;
  }

  /** Spans leave in batches; the consumer's come last, from the worker. */
  private static String traces() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            Stream.of("http post /v1/import/{kind}", "http get /v1/profile/{id}", "consume ")
                .allMatch(TRACES.text()::contains));
    return TRACES.text();
  }

  private static TraceCollector collector() {
    try {
      return TraceCollector.started();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String logs() throws Exception {
    StringBuilder logs = new StringBuilder();
    try (Stream<Path> files = Files.walk(STACK.data().resolve("logs"))) {
      for (Path log : files.filter(Files::isRegularFile).toList()) {
        logs.append(Files.readString(log, StandardCharsets.ISO_8859_1));
      }
    }
    return logs.toString();
  }

  /** Every row of every table as the text PostgreSQL shows; ciphertext is hexadecimal there. */
  private String plainColumns() throws Exception {
    StringBuilder all = new StringBuilder();
    try (Connection connection = STACK.superuser();
        var statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (var rows =
          statement.executeQuery("select tablename from pg_tables where schemaname = 'csr'")) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      for (String table : tables) {
        try (var rows =
            statement.executeQuery(
                "select coalesce(string_agg(t::text, ' '), '') from (select * from csr.%s t order by random() limit 20000) t"
                    .formatted(table))) {
          rows.next();
          all.append(rows.getString(1));
        }
      }
    }
    return all.toString();
  }
}
