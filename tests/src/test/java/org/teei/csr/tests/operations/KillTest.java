package org.teei.csr.tests.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.deploy.imports.SampleSessions;

/**
 * Nothing is lost and nothing is done twice when anything is killed: an import whose worker, API,
 * PostgreSQL, NATS and Temporal are each killed once in the middle ends in the same state as an
 * undisturbed one.
 */
class KillTest {
  private static final int ROWS = 200_000;
  private static final Duration ENOUGH = Duration.ofMinutes(8);

  /**
   * Everything that must be equal, read past all row security. Ids are random, and positions depend
   * on which of two ranges commits first, so both stay out.
   */
  private static final List<String> STATE =
      List.of(
          """
          select count(*) || ' ' || md5(string_agg(concat_ws('|', external_id, session_type, scheduled_at, completed_at,
            duration_minutes, rating, language_level, topics, focus_area, feedback_text_id is null, metadata_ciphertext is null), ','
            order by external_id)) from sessions\
          """,
          "select count(*) from profiles",
          "select count(*) from profile_identifiers",
          "select count(*) from person_keys",
          "select count(*) || ' ' || count(distinct text_id) from texts",
          "select string_agg(type || ' ' || n, ', ' order by type) from (select type, count(*) n from outbox_events group by type) t",
          "select count(*) from outbox_events e where not exists (select from profiles p where p.person_id = e.person_id and e.subject_version <= p.version)",
          "select sum(version) from profiles",
          "select max(position) - count(*) from outbox_events",
          "select string_agg(outcome || ' ' || updated || ' ' || n, ', ' order by outcome, updated) from (select outcome, updated, count(*) n from import_rows group by outcome, updated) t",
          "select md5(string_agg(concat_ws('|', row_number, outcome, updated, superseded_by, errors), ',' order by row_number)) from import_rows",
          "select count(*) from import_staging",
          """
          select count(*) || ' ' || md5(string_agg(concat_ws('|', s.external_id, t.role, t.occurred_at, t.facts - 'ratingPosition'), ','
            order by s.external_id, t.role)) from profile_timeline t join sessions s on s.session_id = t.entry_id\
          """);

  @Test
  void anImportWithEachProcessKilledOnceEndsAsIfNothingHadHappened() throws Exception {
    byte[] file = file();
    List<String> undisturbed = undisturbed(file);

    try (LocalStack stack = LocalStack.start("killed")) {
      ImportsClient imports = stack.imports();
      String id = imports.accepted("", file);
      int step = 0;
      for (String role : List.of("worker", "api", "postgres", "nats", "temporal")) {
        double progress = 0.08 + 0.16 * step++;
        await()
            .atMost(ENOUGH)
            .pollInterval(Duration.ofMillis(100))
            .ignoreExceptions()
            .until(() -> imports.job(id).path("progress").asDouble() >= progress);
        assertThat(imports.job(id).path("status").asText())
            .as("still under way when %s is killed", role)
            .isNotEqualTo("completed");
        long killed = stack.kill(role);
        await()
            .atMost(Duration.ofMinutes(2))
            .ignoreExceptions()
            .until(() -> restarted(stack, role, killed));
      }

      JsonNode job = imports.ended(id, ENOUGH);

      assertThat(job.path("status").asText()).isEqualTo("completed");
      awaitProjection(stack);
      assertThat(state(stack)).isEqualTo(undisturbed);
    }
  }

  private static boolean restarted(LocalStack stack, String role, long killed) {
    JsonNode status = stack.status();
    return status.path("ready").asBoolean()
        && status.path("processes").path(role).path(0).asLong(killed) != killed;
  }

  private static List<String> undisturbed(byte[] file) throws Exception {
    try (LocalStack stack = LocalStack.start("undisturbed")) {
      JsonNode job = stack.imports().ended(stack.imports().accepted("", file), ENOUGH);
      assertThat(job.path("status").asText()).isEqualTo("completed");
      awaitProjection(stack);
      return state(stack);
    }
  }

  private static void awaitProjection(LocalStack stack) {
    await()
        .atMost(ENOUGH)
        .pollInterval(Duration.ofSeconds(1))
        .until(() ->
            stack
                .value(
                    "select count(*) = (select count(*) from outbox_events) from event_deduplication where consumer = 'profile-timeline'")
                .equals("t"));
  }

  private static List<String> state(LocalStack stack) throws SQLException {
    var values = new java.util.ArrayList<String>();
    for (String sql : STATE) {
      values.add(sql.strip().lines().findFirst().orElseThrow() + " = " + stack.value(sql));
    }
    return values;
  }

  private static byte[] file() throws IOException {
    var bytes = new ByteArrayOutputStream();
    SampleSessions.write(bytes, new SampleSessions.Options(ROWS, 20_261_121, 0.02, 0.01, 4_000));
    return bytes.toByteArray();
  }
}
