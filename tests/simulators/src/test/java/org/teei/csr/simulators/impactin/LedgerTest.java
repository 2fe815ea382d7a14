package org.teei.csr.simulators.impactin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge of "exactly once" must itself never be wrong. */
class LedgerTest {
  @TempDir Path folder;
  private final String organization = Reports.organization();
  private final String key = UUID.randomUUID().toString();

  @Test
  void outlivesARestartWithItsKeys() throws IOException {
    var report = Reports.benevity(organization);
    String first;
    try (var before = Running.in(folder)) {
      first = before.client().send(before.client().benevity(report, key)).body();
    }
    try (var after = Running.in(folder)) {
      var client = after.client();
      assertThat(client.send(client.benevity(report, key)).body()).isEqualTo(first);
      assertThat(client.entries(Platform.BENEVITY)).hasSize(1);
      assertThat(client.get("/ledger").body()).contains(key).doesNotContain("goodera");
    }
  }

  /** A process that is killed while it writes has not answered, so nothing was accepted. */
  @Test
  void aLineThatWasNotFinishedWasNotCommitted() throws IOException {
    var report = Reports.benevity(organization);
    try (var before = Running.in(folder)) {
      before.client().send(before.client().benevity(report, key));
    }
    Path file = folder.resolve("ledger.jsonl");
    String line = Files.readString(file);
    Files.writeString(file, line.substring(0, line.length() / 2), StandardOpenOption.APPEND);

    try (var after = Running.in(folder)) {
      var client = after.client();
      assertThat(client.entries(Platform.BENEVITY)).hasSize(1);
      client.send(client.benevity(Reports.benevity(organization), key + "-2"));
    }
    try (var again = Running.in(folder)) {
      assertThat(again.client().entries(Platform.BENEVITY)).hasSize(2);
    }
  }

  @Test
  void ofManyAtOnceWithOneKeyOneIsCommitted() throws Exception {
    var report = Reports.benevity(organization);
    try (var running = Running.in(folder);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var client = running.client();
      Callable<String> send = () -> client.send(client.benevity(report, key)).body();
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        answers.add(threads.submit(send));
      }
      for (Future<String> answer : answers) {
        assertThat(answer.get()).isEqualTo(answers.getFirst().get());
      }
      assertThat(client.entries(Platform.BENEVITY)).hasSize(1);
    }
  }

  @Test
  void ofManyAtOnceWithoutKeysEachIsCommitted() throws Exception {
    var report = Reports.workday(organization);
    try (var running = Running.in(folder);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var client = running.client();
      client.post("/settings", "{\"limits\":false}");
      String token = client.workdayToken();
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        answers.add(threads.submit(() -> client.send(client.workday(report, token)).statusCode()));
      }
      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isEqualTo(200);
      }
      assertThat(client.entries(Platform.WORKDAY))
          .hasSize(50)
          .filteredOn(entry -> !entry.get("duplicate").booleanValue())
          .hasSize(1);
    }
  }

  @Test
  void forgetsEverythingWhenItIsTold() throws IOException {
    var report = Reports.benevity(organization);
    try (var running = Running.in(folder)) {
      var client = running.client();
      var first = client.send(client.benevity(report, key)).body();

      assertThat(client.delete("/ledger").statusCode()).isEqualTo(204);

      assertThat(client.entries(Platform.BENEVITY)).isEmpty();
      assertThat(client.send(client.benevity(report, key)).body()).isNotEqualTo(first);
    }
    try (var after = Running.in(folder)) {
      assertThat(after.client().entries(Platform.BENEVITY)).hasSize(1);
    }
  }
}
