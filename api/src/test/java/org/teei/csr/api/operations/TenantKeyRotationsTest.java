package org.teei.csr.api.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;
import static org.teei.csr.schema.jooq.Tables.START_INTENTS;

import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.Http.Answer;

class TenantKeyRotationsTest {
  private static final String PATH = "/v1/admin/keys/rotations";

  private final Api api = Api.shared();
  private final Http administrator = Http.as(api, "platform", "system_admin");
  private final String tenant = api.database().freshTenant();

  @Test
  void aRotationIsAcceptedAndItsWorkflowStarts() {
    var answer = rotate(tenant);

    assertThat(answer.status()).isEqualTo(202);
    var job = administrator.get(answer.header("location").orElseThrow()).json();
    assertThat(job).isEqualTo(answer.json());
    assertThat(job.get("tenant").asString()).isEqualTo(tenant);
    assertThat(job.get("status").asString()).isEqualTo("running");
    assertThat(job.get("createdBy").asString()).isEqualTo("development-system_admin");
    assertThat(starts(id(answer))).isEqualTo(1);
  }

  @Test
  void theCompanyFindsItOnItsRecord() {
    var answer = rotate(tenant);

    var entry =
        api.worker()
            .read(
                tenant,
                db ->
                    db.selectFrom(AUDIT_ENTRIES)
                        .where(AUDIT_ENTRIES.RESOURCE_ID.eq(id(answer).toString()))
                        .fetchSingle());
    assertThat(entry.getAction()).isEqualTo("operations.rotate-tenant-key");
    assertThat(entry.getActor()).isEqualTo("development-system_admin");
    assertThat(entry.getActorRole()).isEqualTo("system_admin");
  }

  @Test
  void aTenantHasOneRotationAtATime() throws Exception {
    Callable<Integer> rotation = () -> rotate(tenant).status();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var statuses =
          threads.invokeAll(Stream.generate(() -> rotation).limit(6).toList()).stream()
              .map(status -> status.resultNow())
              .toList();

      assertThat(statuses).containsOnly(202, 409).filteredOn(status -> status == 202).hasSize(1);
    }
    assertThat(rotate(tenant).problem()).isEqualTo("operations/already-rotating");
  }

  @Test
  void theSameRequestHasTheSameAnswer() {
    var key = UUID.randomUUID().toString();
    var asked = administrator.post(PATH, body(tenant), "Idempotency-Key", key);

    var again = administrator.post(PATH, body(tenant), "Idempotency-Key", key);

    assertThat(again.status()).isEqualTo(202);
    assertThat(again.header("location")).isEqualTo(asked.header("location"));
    assertThat(starts(id(asked))).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "-x", "x", "De Mo"})
  void aTenantThatIsNotThereHasNoKey(String unknown) {
    assertThat(rotate(unknown).problem()).isEqualTo("shared/not-found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"tenant\":\" \"}", "{\"tenant\":\"demo\",\"version\":7}"})
  void whatIsNotDocumentedIsRefused(String body) {
    assertThat(administrator.post(PATH, body).status()).isEqualTo(400);
  }

  @Test
  void anUnknownRotationIsNotThere() {
    assertThat(administrator.get(PATH + "/" + UUID.randomUUID()).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"platform, operator", "demo, company_admin", "demo, privacy_officer"})
  void onlyWhoRotatesKeysMay(String of, String role) {
    var somebody = Http.as(api, of, role);

    assertThat(somebody.post(PATH, body(tenant)).status()).isEqualTo(403);
    assertThat(somebody.get(PATH + "/" + id(rotate(tenant))).status()).isEqualTo(403);
  }

  private Answer rotate(String of) {
    return administrator.post(PATH, body(of));
  }

  private static String body(String of) {
    return "{\"tenant\":\"%s\"}".formatted(of);
  }

  private static UUID id(Answer answer) {
    return UUID.fromString(answer.json().get("id").asString());
  }

  private int starts(UUID rotation) {
    return api.worker()
        .read(
            tenant,
            db ->
                db.fetchCount(
                    START_INTENTS,
                    START_INTENTS.WORKFLOW_ID.eq("operations/" + tenant + "/keys-" + rotation)));
  }
}
