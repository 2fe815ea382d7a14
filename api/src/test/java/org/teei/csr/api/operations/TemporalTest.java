package org.teei.csr.api.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;

import java.time.Duration;
import java.util.UUID;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.teei.csr.api.imports.Records;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.ObedientTemporal;

/** Commands on the way to a workflow, which here does nothing but obey. */
class TemporalTest {
  private static ObedientTemporal temporal;
  private static Api api;
  private static Http http;

  @BeforeAll
  static void start() {
    temporal = new ObedientTemporal();
    api = temporal.api();
    http = new Http(api);
  }

  @AfterAll
  static void stop() {
    temporal.close();
  }

  @Test
  void anImportIsStartedAtOnceAndObeysWhenAWorkerIsThere() {
    var id = upload();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(new Records(api).pendingStarts(id)).isZero());

    // No worker yet: the command is on its way.
    assertThat(http.post("/v1/imports/" + id + "/pause").status()).isEqualTo(202);
    temporal.startWorkers();

    assertThat(paused(upload()).status()).isEqualTo(200);

    var twice = upload();
    assertThat(paused(twice).status()).isEqualTo(200);
    var again = paused(twice);
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.problem()).isEqualTo("imports/already-paused");
    assertThat(new Records(api).auditedActions(twice))
        .containsOnlyOnce("imports.pause-refused")
        .doesNotContain("imports.resume-refused");

    // The row does not show the pause yet.
    assertThat(http.post("/v1/imports/" + twice + "/resume").status()).isEqualTo(200);
    var notPaused = http.post("/v1/imports/" + twice + "/resume");
    assertThat(notPaused.status()).isEqualTo(409);
    assertThat(notPaused.problem()).isEqualTo("imports/not-paused");

    // The row still shows the pause that a resume has just ended.
    showsPaused(twice);
    assertThat(paused(twice).status()).isEqualTo(200);
    assertThat(paused(twice).problem()).isEqualTo("imports/already-paused");

    var ended = upload();
    assertThat(http.post("/v1/imports/" + ended + "/cancel").status()).isEqualTo(200);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(http.post("/v1/imports/" + ended + "/cancel").problem())
                .isEqualTo("imports/not-in-this-state"));
    assertThat(new Records(api).auditedActions(ended)).contains("imports.cancel-refused");
    var orphan = temporal.park(ended);
    assertThat(
            http.post(
                    "/v1/operations/parked/" + orphan + "/resolve",
                    "{\"action\":\"RETRY\",\"reason\":\"looked at it\",\"expectedSequence\":1}")
                .problem())
        .isEqualTo("operations/not-waiting");
    assertThat(new Records(api).auditedActions(orphan))
        .contains("operations.resolve-retry-refused");

    // While an import is taken back, commands go to the workflow that does it; this one is never
    // paused.
    var undone = upload();
    completed(undone);
    assertThat(http.post("/v1/imports/" + undone + "/undo").status()).isEqualTo(202);
    assertThat(paused(undone).status()).isEqualTo(200);
    assertThat(http.post("/v1/imports/" + undone + "/resume").problem())
        .isEqualTo("imports/not-paused");

    var parked = upload();
    assertThat(paused(parked).status()).isEqualTo(200);
    var step = temporal.park(parked);
    var resolved =
        http.post(
            "/v1/operations/parked/" + step + "/resolve",
            "{\"action\":\"RETRY\",\"reason\":\"looked at it\",\"expectedSequence\":1}");
    assertThat(resolved.status()).isEqualTo(200);
    assertThat(new Records(api).decisionsAbout(step)).isEqualTo(1);
    assertThat(
            http.get("/health").json().get("components").get("temporal").get("status").asString())
        .isEqualTo("UP");
  }

  private static void completed(UUID id) {
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.update(IMPORT_JOBS)
                    .set(IMPORT_JOBS.STATUS, "completed")
                    .set(IMPORT_JOBS.FINISHED_AT, DSL.currentInstant())
                    .where(IMPORT_JOBS.TENANT_ID.eq(Api.TENANT), IMPORT_JOBS.IMPORT_ID.eq(id))
                    .execute());
  }

  private static Http.Answer paused(UUID id) {
    return http.post("/v1/imports/" + id + "/pause", "{\"reason\":\"wait\"}");
  }

  private static void showsPaused(UUID id) {
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.update(IMPORT_JOBS)
                    .set(IMPORT_JOBS.STATUS, "paused")
                    .where(IMPORT_JOBS.TENANT_ID.eq(Api.TENANT), IMPORT_JOBS.IMPORT_ID.eq(id))
                    .execute());
  }

  private static UUID upload() {
    var file =
        "session_id,participant_email,volunteer_email,scheduled_at\n"
            + UUID.randomUUID()
            + ",a@example.org,b@example.org,2026-01-01\n";
    var accepted = http.csv("/v1/import/sessions", file.getBytes(UTF_8));
    return UUID.fromString(accepted.json().get("id").asString());
  }
}
