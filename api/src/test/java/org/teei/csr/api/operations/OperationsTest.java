package org.teei.csr.api.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.BULK_RESOLUTIONS;
import static org.teei.csr.schema.jooq.Tables.DRAIN_SWITCHES;
import static org.teei.csr.schema.jooq.Tables.IDEMPOTENCY_KEYS;
import static org.teei.csr.schema.jooq.Tables.PARKED_EVENTS;
import static org.teei.csr.schema.jooq.Tables.PARKED_WORKFLOWS;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.imports.Records;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.schema.tenancy.Tenancy;

class OperationsTest {
  private static final String PARKED = "/v1/operations/parked";
  private static final String PARKED_EVENTS_PATH = "/v1/operations/parked-events";

  private final Api api = Api.shared();
  private final Http http = new Http(api);
  private final Records records = new Records(api);

  @Test
  void aParkedStepIsListedUnderItsFilters() {
    var stage = "s" + UUID.randomUUID();
    var id = park(Api.TENANT, stage, "waiting");

    var page =
        http.get(PARKED + "?feature=imports&failureClass=TRANSIENT&state=waiting&stage=" + stage)
            .json();

    assertThat(page.get("total").asInt()).isEqualTo(1);
    assertThat(page.get("items").get(0).get("id").asString()).isEqualTo(id.toString());
    assertThat(page.get("items").get(0).get("actions").size()).isEqualTo(2);
    assertThat(http.get(PARKED + "?state=resolved&stage=" + stage).json().get("total").asInt())
        .isZero();
  }

  @Test
  void stepsOfOneFailureTypeAreListedAndCounted() {
    var type = "imports/t" + UUID.randomUUID();
    var id = park(Api.TENANT, "merging", "waiting", type);
    park(Api.TENANT, "merging", "waiting", type + "-too");

    assertThat(
            http.get(PARKED + "?failureType=" + type).json().get("items").findValuesAsString("id"))
        .containsExactly(id.toString());
    assertThat(counted("failureType=" + type)).isEqualTo(1);
    assertThat(counted("failureClass=DATA&failureType=" + type)).isZero();
  }

  /** Trying it again would do it once more. */
  @Test
  void whatMayHaveTakenEffectIsMeantOnlyWhereItsStageOrTypeIsNamed() {
    var stage = "s" + UUID.randomUUID();
    var type = stage + "/outcome-unknown";
    var before = counted("feature=imports");
    park(Api.TENANT, stage, "waiting", type);

    assertThat(counted("feature=imports")).isEqualTo(before);
    assertThat(counted("stage=" + stage)).isEqualTo(1);
    assertThat(counted("failureType=" + type)).isEqualTo(1);
  }

  private int counted(String filters) {
    return http.post(
            PARKED + "/resolve?dryRun=true&" + filters,
            "{\"action\":\"RETRY\",\"reason\":\"mended\"}")
        .json()
        .get("count")
        .asInt();
  }

  @Test
  void aFilterMayHoldAnyCharacters() {
    var stage = "a+b c&d=%25/{x}" + UUID.randomUUID();
    park(Api.TENANT, stage, "waiting");
    var second = park(Api.TENANT, stage, "waiting");

    var first =
        http.get(PARKED + "?page_size=1&stage=" + URLEncoder.encode(stage, StandardCharsets.UTF_8))
            .json();
    var next = http.get(first.get("links").get("next").asString()).json();

    assertThat(next.get("total").asInt()).isEqualTo(2);
    assertThat(next.get("items").findValuesAsString("id")).containsExactly(second.toString());
  }

  @Test
  void aParkedStepIsShown() {
    var id = park(Api.TENANT, "merging", "waiting");

    var step = http.get(PARKED + "/" + id).json();

    assertThat(step.get("sentence").asString()).isEqualTo("The database could not be reached.");
    assertThat(step.get("workflowUrl").asString())
        .contains("/namespaces/default/workflows/imports%2F");
    assertThat(step.get("sequence").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"failureClass=SAD", "state=gone", "page_size=500", "colour=red"})
  void aFilterThatIsNotUnderstoodIsRefused(String query) {
    assertThat(http.get(PARKED + "?" + query).status()).isEqualTo(400);
  }

  @Test
  void aParkedStepOfAnotherTenantIsNotFound() {
    var foreign = park(api.database().freshTenant(), "merging", "waiting");

    assertThat(http.get(PARKED + "/" + foreign).status()).isEqualTo(404);
    assertThat(resolve(foreign, "RETRY", 1).status()).isEqualTo(404);
  }

  @Test
  void aStepThatWaitsNoMoreCannotBeDecidedAbout() {
    var answer = resolve(park(Api.TENANT, "merging", "expired"), "RETRY", 1);

    assertThat(answer.problem()).isEqualTo("operations/not-waiting");
    assertThat(answer.json().get("currentStatus").asString()).isEqualTo("expired");
  }

  @Test
  void aDecisionAboutAnEarlierParkingIsStale() {
    assertThat(resolve(park(Api.TENANT, "merging", "waiting"), "RETRY", 2).problem())
        .isEqualTo("operations/stale-decision");
  }

  @Test
  void anActionThatIsNotOfferedIsRefused() {
    assertThat(resolve(park(Api.TENANT, "merging", "waiting"), "SKIP", 1).problem())
        .isEqualTo("operations/action-not-allowed");
  }

  @Test
  void decidingWhileTemporalIsAwayChangesNothing() {
    var id = park(Api.TENANT, "merging", "waiting");

    var answer = resolve(id, "RETRY", 1);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(records.decisionsAbout(id)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"action\":\"RETRY\",\"reason\":\" \",\"expectedSequence\":1}",
        "{\"action\":\"RETRY\",\"reason\":\"x\"}",
        "{\"action\":\"DELETE\",\"reason\":\"x\",\"expectedSequence\":1}",
        "{\"action\":\"RETRY\",\"reason\":\"x\",\"expectedSequence\":1,\"actor\":\"me\"}"
      })
  void anIncompleteDecisionIsRefused(String body) {
    var id = park(Api.TENANT, "merging", "waiting");

    assertThat(http.post(PARKED + "/" + id + "/resolve", body).status()).isEqualTo(400);
  }

  @Test
  void aDryRunCountsWhatWaits() {
    var stage = "s" + UUID.randomUUID();
    park(Api.TENANT, stage, "waiting");
    park(Api.TENANT, stage, "waiting");
    park(Api.TENANT, stage, "ended");
    park(api.database().freshTenant(), stage, "waiting");

    var answer =
        http.post(
            PARKED + "/resolve?dryRun=true&stage=" + stage,
            "{\"action\":\"RETRY\",\"reason\":\"again\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("count").asInt()).isEqualTo(2);
  }

  @Test
  void aBulkDecisionIsAJob() {
    var stage = "s" + UUID.randomUUID();
    park(Api.TENANT, stage, "waiting");

    var answer =
        http.post(
            PARKED + "/resolve?dryRun=false&stage=" + stage,
            "{\"action\":\"RETRY\",\"reason\":\"again\"}");

    assertThat(answer.status()).isEqualTo(202);
    var job = http.get(answer.header("location").orElseThrow()).json();
    assertThat(job.get("status").asString()).isEqualTo("queued");
    assertThat(job.get("matched").asInt()).isEqualTo(1);
    var id = UUID.fromString(job.get("id").asString());
    assertThat(records.decisionsAbout(id)).isEqualTo(1);
    assertThat(records.pendingStarts(id)).isEqualTo(1);
  }

  @Test
  void aKeyThatIsUsedAgainAfterItsTimeMakesAnotherBulkJob() {
    var key = UUID.randomUUID().toString();
    var first = bulk(key);
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.update(BULK_RESOLUTIONS)
                    .set(BULK_RESOLUTIONS.CREATED_AT, Instant.now().minus(Duration.ofHours(25)))
                    .where(
                        BULK_RESOLUTIONS.TENANT_ID.eq(Api.TENANT),
                        BULK_RESOLUTIONS.BULK_ID.eq(first))
                    .execute());
    new Tenancy(api.database().api())
        .change(
            Api.TENANT,
            db ->
                db.deleteFrom(IDEMPOTENCY_KEYS)
                    .where(
                        IDEMPOTENCY_KEYS.TENANT_ID.eq(Api.TENANT),
                        IDEMPOTENCY_KEYS.IDEMPOTENCY_KEY.eq(key))
                    .execute());

    assertThat(bulk(key)).isNotEqualTo(first);
  }

  private UUID bulk(String key) {
    return UUID.fromString(
        http.post(
                PARKED + "/resolve?dryRun=false&stage=" + key,
                "{\"action\":\"RETRY\",\"reason\":\"again\"}",
                "Idempotency-Key",
                key)
            .json()
            .get("id")
            .asString());
  }

  @Test
  void onlyWhatWaitsIsDecidedAboutInBulk() {
    var answer =
        http.post(
            PARKED + "/resolve?dryRun=false&state=resolved",
            "{\"action\":\"RETRY\",\"reason\":\"again\"}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("errors").get(0).get("parameter").asString()).isEqualTo("state");
  }

  @Test
  void anUnknownBulkJobIsNotFound() {
    assertThat(http.get("/v1/operations/bulk-resolutions/" + UUID.randomUUID()).status())
        .isEqualTo(404);
  }

  @Test
  void aDrainSwitchIsSetShownAndLifted() {
    var scope = "tenant:demo:f" + UUID.randomUUID();
    var path = "/v1/operations/drains/" + scope;
    assertThat(http.get(path).status()).isEqualTo(404);

    var set = body("PUT", path, "{\"reason\":\"maintenance\"}");

    assertThat(set.json().get("actor").asString()).isEqualTo("development-company_admin");
    assertThat(http.get(path).json().get("reason").asString()).isEqualTo("maintenance");
    assertThat(http.get("/v1/operations/drains").json().findValuesAsString("scope"))
        .contains(scope);
    assertThat(http.send("DELETE", path, BodyPublishers.noBody()).status()).isEqualTo(204);
    assertThat(http.get(path).status()).isEqualTo(404);
    assertThat(records.auditedActions(scope))
        .containsExactlyInAnyOrder("operations.drain", "operations.undrain");
  }

  @Test
  void whatHoldsForAllCompaniesIsHeldBackByThePlatformOnly() {
    var path = "/v1/operations/drains/feature:f" + UUID.randomUUID();
    var platform = Http.as(api, "platform", "operator");
    var reason = BodyPublishers.ofString("{\"reason\":\"maintenance\"}");
    var json = new String[] {"Content-Type", "application/json"};

    var refused = http.send("PUT", path, reason, json);
    var set = platform.send("PUT", path, reason, json);

    assertThat(refused.problem()).isEqualTo("identity/not-permitted");
    assertThat(set.json().get("actor").asString()).isEqualTo("development-operator");
    assertThat(http.get(path).status()).isEqualTo(200);
    assertThat(http.send("DELETE", path, BodyPublishers.noBody()).status()).isEqualTo(403);
    assertThat(platform.send("DELETE", path, BodyPublishers.noBody()).status()).isEqualTo(204);
  }

  @Test
  void thePlatformHoldsOneCompanyBack() {
    var path = "/v1/operations/drains/tenant:other:f" + UUID.randomUUID();
    var platform = Http.as(api, "platform", "operator");

    var set =
        platform.send(
            "PUT",
            path,
            BodyPublishers.ofString("{\"reason\":\"maintenance\"}"),
            "Content-Type",
            "application/json");

    assertThat(set.status()).isEqualTo(200);
    assertThat(http.get(path).status()).isEqualTo(404);
    assertThat(platform.send("DELETE", path, BodyPublishers.noBody()).status()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nothing",
        "tenant:another",
        "tenant:another:imports",
        "planet:earth",
        "feature:",
        "feature:UPPER"
      })
  void aScopeThatThereIsNotIsNotFound(String scope) {
    assertThat(body("PUT", "/v1/operations/drains/" + scope, "{\"reason\":\"x\"}").status())
        .isEqualTo(404);
  }

  @Test
  void aSwitchThatTheBrakeSetIsShownWithItsReasonAndLifted() {
    var scope = brake(Api.TENANT);
    var path = "/v1/operations/drains/" + scope;

    assertThat(http.get(path).json().get("reason").asString()).isEqualTo("too many at once");
    assertThat(http.get("/v1/operations/drains").json().findValuesAsString("scope"))
        .contains(scope);
    assertThat(http.send("DELETE", path, BodyPublishers.noBody()).status()).isEqualTo(204);
    assertThat(http.get(path).status()).isEqualTo(404);
    assertThat(records.auditedActions(scope)).containsExactly("operations.undrain");
  }

  @Test
  void aSwitchOfAnotherTenantIsNotListed() {
    var foreign = brake(api.database().freshTenant());

    assertThat(http.get("/v1/operations/drains").json().findValuesAsString("scope"))
        .doesNotContain(foreign);
  }

  private String brake(String tenant) {
    var scope = "tenant:" + tenant + ":f" + UUID.randomUUID();
    api.worker()
        .change(
            tenant,
            db ->
                db.insertInto(DRAIN_SWITCHES)
                    .set(DRAIN_SWITCHES.SCOPE, scope)
                    .set(DRAIN_SWITCHES.REASON, "too many at once")
                    .set(DRAIN_SWITCHES.ACTOR, "brake")
                    .execute());
    return scope;
  }

  @Test
  void parkedEventsAreListedByConsumerTheOldestFirst() {
    var consumer = "c" + UUID.randomUUID();
    var first = parkEvent(Api.TENANT, consumer, 1, "DATA");
    var queued = parkEvent(Api.TENANT, consumer, 2, null);
    parkEvent(Api.TENANT, "d" + UUID.randomUUID(), 3, "DATA");
    parkEvent(api.database().freshTenant(), consumer, 1, "DATA");

    var page = http.get(PARKED_EVENTS_PATH + "?consumer=" + consumer).json();

    assertThat(page.get("total").asInt()).isEqualTo(2);
    assertThat(page.get("items").findValuesAsString("eventId"))
        .containsExactly(first.toString(), queued.toString());
    var shown = page.get("items").get(0);
    assertThat(shown.get("type").asString()).isEqualTo("kintell.rating.created");
    assertThat(shown.get("failureClass").asString()).isEqualTo("DATA");
    assertThat(shown.get("attempts").asInt()).isEqualTo(1);
    assertThat(Instant.parse(shown.get("since").asString())).isBefore(Instant.now());
    assertThat(page.get("items").get(1).get("failureClass").isNull()).isTrue();
  }

  @Test
  void aListOfParkedEventsHasPagesThatKeepTheConsumer() {
    var consumer = "c" + UUID.randomUUID();
    parkEvent(Api.TENANT, consumer, 1, "BUG");
    parkEvent(Api.TENANT, consumer, 2, null);

    var page = http.get(PARKED_EVENTS_PATH + "?page_size=1&consumer=" + consumer).json();

    assertThat(page.get("items").size()).isEqualTo(1);
    assertThat(page.get("links").get("next").asString()).contains("consumer=" + consumer, "page=2");
  }

  @ParameterizedTest
  @CsvSource({"page=0", "page_size=500", "colour=red"})
  void aListOfParkedEventsRefusesWhatItDoesNotUnderstand(String query) {
    assertThat(http.get(PARKED_EVENTS_PATH + "?" + query).problem())
        .isIn("shared/invalid-parameter", "shared/unknown-parameter");
  }

  private UUID parkEvent(
      String tenant, String consumer, long position, @Nullable String failureClass) {
    var id = UUID.randomUUID();
    api.worker()
        .change(
            tenant,
            db ->
                db.insertInto(PARKED_EVENTS)
                    .set(PARKED_EVENTS.TENANT_ID, tenant)
                    .set(PARKED_EVENTS.CONSUMER, consumer)
                    .set(PARKED_EVENTS.PERSON_ID, UUID.randomUUID())
                    .set(PARKED_EVENTS.POSITION, position)
                    .set(PARKED_EVENTS.EVENT_ID, id)
                    .set(PARKED_EVENTS.EVENT_TYPE, "kintell.rating.created")
                    .set(PARKED_EVENTS.FAILURE_CLASS, failureClass)
                    .set(
                        PARKED_EVENTS.FAILURE_TYPE,
                        failureClass == null ? null : "events/value-refused")
                    .set(PARKED_EVENTS.ATTEMPTS, failureClass == null ? 0 : 1)
                    .execute());
    return id;
  }

  private Http.Answer resolve(UUID id, String action, int sequence) {
    return http.post(
        PARKED + "/" + id + "/resolve",
        "{\"action\":\"%s\",\"reason\":\"looked at it\",\"expectedSequence\":%d}"
            .formatted(action, sequence));
  }

  private Http.Answer body(String method, String path, String json) {
    return http.send(
        method, path, BodyPublishers.ofString(json), "Content-Type", "application/json");
  }

  private UUID park(String tenant, String stage, String state) {
    return park(tenant, stage, state, "imports/database-away");
  }

  private UUID park(String tenant, String stage, String state, String failureType) {
    var id = UUID.randomUUID();
    api.worker()
        .change(
            tenant,
            db ->
                db.insertInto(PARKED_WORKFLOWS)
                    .set(PARKED_WORKFLOWS.TENANT_ID, tenant)
                    .set(PARKED_WORKFLOWS.PARKED_ID, id)
                    .set(PARKED_WORKFLOWS.FEATURE, "imports")
                    .set(PARKED_WORKFLOWS.WORKFLOW_ID, "imports/" + tenant + "/" + id)
                    .set(PARKED_WORKFLOWS.BUSINESS_REF, id.toString())
                    .set(PARKED_WORKFLOWS.STAGE, stage)
                    .set(PARKED_WORKFLOWS.FAILURE_CLASS, "TRANSIENT")
                    .set(PARKED_WORKFLOWS.FAILURE_TYPE, failureType)
                    .set(PARKED_WORKFLOWS.SENTENCE, "The database could not be reached.")
                    .set(PARKED_WORKFLOWS.SEQUENCE, 1)
                    .set(PARKED_WORKFLOWS.ACTIONS, new String[] {"RETRY", "ABORT"})
                    .set(PARKED_WORKFLOWS.STATE, state)
                    .execute());
    return id;
  }
}
