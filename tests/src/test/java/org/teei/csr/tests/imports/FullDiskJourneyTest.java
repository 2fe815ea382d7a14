package org.teei.csr.tests.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.ImportsClient.Answer;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.bench.shared.SmallDisk;
import org.teei.csr.tests.shared.SessionsFile;

/**
 * A platform whose disk is full: nothing new is taken, and what has begun waits for room. Uploads
 * and the table of sessions are on that disk.
 */
class FullDiskJourneyTest {
  private static final Duration SOON = Duration.ofSeconds(180);
  private static final String DRAIN = "/v1/operations/drains/feature:imports";
  private static final int ROWS = 3_000;

  @Test
  void whatIsSentIsRefusedAndWhatHasBegunGoesOnWhenThereIsRoom() throws Exception {
    Path data = LocalStack.emptyFolder("full-disk");
    Path storage = Files.createDirectory(data.resolve("storage"));
    try (SmallDisk disk = SmallDisk.at(storage);
        LocalStack stack =
            LocalStack.startIn(
                data, Map.of("CSR_STORAGE_RESERVE", String.valueOf(disk.reserve())))) {
      ImportsClient imports = stack.imports();
      ImportsClient operator = stack.as("platform", "operator");
      byte[] late = SessionsFile.ofRows(2).bytes();
      assertThat(operator.put(DRAIN, "{\"reason\":\"until the disk is full\"}").status())
          .isEqualTo(200);
      String begun = imports.accepted("", SessionsFile.ofRows(ROWS).bytes());
      keepSessionsOn(disk, storage, stack);
      fill(disk, stack);
      operator.delete(DRAIN);

      Answer refused = imports.send("", late);
      assertThat(refused.status()).as(refused.body()).isEqualTo(507);
      assertThat(refused.json().path("type").asText()).isEqualTo("/problems/shared/out-of-space");
      assertThat(imports.get("/v1/imports").json().path("total").asInt()).isEqualTo(1);
      await().atMost(SOON).until(() -> steps(stack, begun).contains("imports/database-full"));
      JsonNode waiting = imports.job(begun);
      assertThat(waiting.path("status").asText()).isEqualTo("merging");
      assertThat(waiting.at("/counts/read").asInt()).isEqualTo(ROWS);
      assertThat(waiting.at("/counts/accepted").asInt()).isZero();
      assertThat(stack.value("select count(*) from sessions")).isEqualTo("0");

      makeRoom(disk, stack);

      JsonNode job = imports.ended(begun, SOON);
      assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("completed");
      assertThat(job.at("/counts/accepted").asInt()).isEqualTo(ROWS);
      assertThat(stack.value("select count(*) from sessions")).isEqualTo(String.valueOf(ROWS));
      assertThat(imports.ended(imports.accepted("", late), SOON).at("/counts/accepted").asInt())
          .isEqualTo(2);
      assertThat(
              stack.value(
                  "select count(*) from outbox_events where type = 'kintell.session.completed'"))
          .isEqualTo(String.valueOf(ROWS + 2));
    }
  }

  private static void keepSessionsOn(SmallDisk disk, Path storage, LocalStack stack)
      throws IOException, SQLException {
    if (disk.mounted()) {
      Path place = Files.createDirectory(storage.resolve("tablespace"));
      execute(stack, "create tablespace small location '" + place + "'");
      execute(stack, "alter table sessions set tablespace small");
    }
  }

  /** Where the disk is not the tests' own, PostgreSQL only says that it is full. */
  private static void fill(SmallDisk disk, LocalStack stack) throws Exception {
    disk.fill();
    if (!disk.mounted()) {
      execute(
          stack,
          """
          create function no_space() returns trigger language plpgsql as
            $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$
          """);
      execute(
          stack,
          "create trigger full_disk before insert on sessions for each row execute function no_space()");
    }
  }

  private static void makeRoom(SmallDisk disk, LocalStack stack) throws Exception {
    disk.makeRoom();
    if (!disk.mounted()) {
      execute(stack, "drop trigger full_disk on sessions");
    }
  }

  private static void execute(LocalStack stack, String sql) throws SQLException {
    try (Connection connection = stack.superuser();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** What Temporal shows of the steps that are not done. */
  private static String steps(LocalStack stack, String importId) {
    return stack.csr(
        "temporal", "workflow", "describe", "-w", "imports/demo/" + importId, "-o", "json");
  }
}
