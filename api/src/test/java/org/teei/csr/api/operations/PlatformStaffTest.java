package org.teei.csr.api.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teei.csr.schema.jooq.Tables.ACCESS_TOKENS;
import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;
import static org.teei.csr.schema.jooq.Tables.BULK_RESOLUTIONS;
import static org.teei.csr.schema.jooq.Tables.DECISIONS;
import static org.teei.csr.schema.jooq.Tables.PARKED_EVENTS;
import static org.teei.csr.schema.jooq.Tables.PARKED_WORKFLOWS;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.TableField;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.ObedientTemporal;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.audit.Change;
import org.teei.csr.schema.jooq.tables.records.AuditEntriesRecord;
import tools.jackson.databind.JsonNode;

/** What the platform's own staff see of companies, and what they may change there. */
class PlatformStaffTest {
  private static final String PARKED = "/v1/operations/parked";

  private static ObedientTemporal temporal;
  private static Api api;
  private static Http operator;
  private static Http admin;

  @BeforeAll
  static void start() {
    temporal = new ObedientTemporal();
    temporal.startWorkers();
    api = temporal.api();
    operator = Http.as(api, "platform", "operator");
    admin = Http.as(api, "platform", "system_admin");
  }

  @AfterAll
  static void stop() {
    temporal.close();
  }

  @Test
  void theySeeParkedStepsOfAllTenantsWithoutWhatHappenedInWords() {
    var stage = "s" + UUID.randomUUID();
    var ids = List.of(park(Api.TENANT, stage), park("other", stage));

    var page = operator.get(PARKED + "?stage=" + stage).json();

    assertThat(page.get("total").asInt()).isEqualTo(2);
    assertThat(page.get("items").findValuesAsString("id"))
        .containsExactly(ids.get(0).toString(), ids.get(1).toString());
    assertThat(page.get("items").findValuesAsString("tenant")).containsExactly("demo", "other");
    assertThat(page.get("items")).allMatch(step -> step.get("sentence").isNull());
    assertThat(operator.get(PARKED + "/" + ids.get(1)).json().get("sentence").isNull()).isTrue();
  }

  @Test
  void theyMayNameOneTenantAndPagesKeepIt() {
    var stage = "s" + UUID.randomUUID();
    park(Api.TENANT, stage);
    park("other", stage);
    var second = park("other", stage);

    var page = operator.get(PARKED + "?page_size=1&tenant=other&stage=" + stage).json();
    var next = operator.get(page.get("links").get("next").asString()).json();

    assertThat(page.get("total").asInt()).isEqualTo(2);
    assertThat(next.get("items").findValuesAsString("id")).containsExactly(second.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {PARKED, "/v1/operations/parked-events", "/v1/audit", "/v1/admin/tokens"})
  void aCompanyNamesNoOtherTenant(String path) {
    park("other", "merging");
    parkEvent("other", "c" + UUID.randomUUID());
    append("other", "a" + UUID.randomUUID());
    api.token("other", "company_admin");

    assertThat(new Http(api).get(path + "?tenant=other").json().get("items").size()).isZero();
    assertThat(new Http(api).get(path + "?tenant=demo").status()).isEqualTo(200);
  }

  @Test
  void aCompanySeesItsOwnWithAllThatIsThere() {
    var stage = "s" + UUID.randomUUID();
    park(Api.TENANT, stage);
    park("other", stage);

    var items = new Http(api).get(PARKED + "?stage=" + stage).json().get("items");

    assertThat(items.findValuesAsString("tenant")).containsExactly("demo");
    assertThat(items.get(0).get("sentence").asString()).isNotBlank();
  }

  @Test
  void theySeeParkedEventsOfAllTenants() {
    var consumer = "c" + UUID.randomUUID();
    parkEvent(Api.TENANT, consumer);
    parkEvent("other", consumer);

    var items =
        operator.get("/v1/operations/parked-events?consumer=" + consumer).json().get("items");

    assertThat(items.findValuesAsString("tenant")).containsExactlyInAnyOrder("demo", "other");
  }

  @Test
  void theySeeTokensOfAllTenantsAndRevokeThem() {
    var token = api.freshToken("other", "company_user");
    var newest = admin.get("/v1/admin/tokens?page_size=1&tenant=other").json().get("items").get(0);
    var id = newest.get("id").asString();

    var revoked = admin.send("DELETE", "/v1/admin/tokens/" + id, BodyPublishers.noBody());

    assertThat(newest.get("tenant").asString()).isEqualTo("other");
    assertThat(revoked.status()).isEqualTo(204);
    assertThat(new Http(api, token).get("/v1/imports").status()).isEqualTo(401);
    assertThat(entry("other", id).getActorRole()).isEqualTo("system_admin");
  }

  @Test
  void theySeeAuditEntriesOfAllTenantsWithoutWhatChanged() {
    var actor = "a" + UUID.randomUUID();
    append(Api.TENANT, actor);
    append("other", actor);

    var answer = operator.get("/v1/audit?actor=" + actor);
    var items = answer.json().get("items");

    assertThat(items.findValuesAsString("tenant")).containsExactly("other", "demo");
    assertThat(items)
        .allMatch(entry -> entry.get("changes").isNull() && entry.get("details").isNull());
    assertThat(answer.text()).doesNotContain("paused");
  }

  @Test
  void pagesOfAllTenantsNeitherSkipNorRepeat() {
    var actor = "a" + UUID.randomUUID();
    var expected = new ArrayList<String>();
    for (var i = 0; i < 7; i++) {
      expected.addFirst(append(i % 2 == 0 ? Api.TENANT : "other", actor).toString());
    }

    var seen = new ArrayList<String>();
    var next = "/v1/audit?page_size=2&actor=" + actor;
    while (next != null) {
      var page = operator.get(next).json();
      seen.addAll(page.get("items").findValuesAsString("id"));
      next =
          page.get("links").get("next").isNull() ? null : page.get("links").get("next").asString();
    }

    assertThat(seen).containsExactlyElementsOf(expected);
  }

  @Test
  void aSwitchOfOneTenantIsShownWithoutItsReason() {
    var path = "/v1/operations/drains/tenant:demo:f" + UUID.randomUUID();
    new Http(api)
        .send(
            "PUT",
            path,
            BodyPublishers.ofString("{\"reason\":\"ours\"}"),
            "Content-Type",
            "application/json");

    assertThat(operator.get(path).json().get("reason").isNull()).isTrue();
    assertThat(new Http(api).get(path).json().get("reason").asString()).isEqualTo("ours");
  }

  @Test
  void whoHoldsOneCompanyBackStandsInItsRecord() {
    var scope = "tenant:other:f" + UUID.randomUUID();

    var set =
        operator.send(
            "PUT",
            "/v1/operations/drains/" + scope,
            BodyPublishers.ofString("{\"reason\":\"maintenance\"}"),
            "Content-Type",
            "application/json");

    assertThat(set.status()).isEqualTo(200);
    assertThat(entry("other", scope).getActorRole()).isEqualTo("operator");
  }

  @ParameterizedTest
  @ValueSource(strings = {"operator", "system_admin"})
  void aDecisionAboutAStepOfACompanyNamesThem(String role) {
    var id = parkImport();

    var answer =
        Http.as(api, "platform", role)
            .post(
                PARKED + "/" + id + "/resolve",
                "{\"action\":\"RETRY\",\"reason\":\"looked at it\",\"expectedSequence\":1}");

    assertThat(answer.status()).as(answer.text()).isIn(200, 202);
    assertThat(answer.json().get("sentence").isNull()).isTrue();
    var entry = entry(Api.TENANT, id.toString());
    assertThat(entry.getActor()).isEqualTo("development-" + role);
    assertThat(entry.getActorRole()).isEqualTo(role);
    assertThat(entry.getDetails().data()).contains("\"actorTenant\": \"platform\"");
    assertThat(decision(Api.TENANT, entry.getDecisionId())).isEqualTo("development-" + role);
  }

  @Test
  void aDecisionAboutManyStepsIsMadeInTheTenantThatTheyName() {
    var stage = "s" + UUID.randomUUID();
    park(Api.TENANT, stage);
    park("other", stage);
    var path = PARKED + "/resolve?stage=" + stage;
    var body = "{\"action\":\"RETRY\",\"reason\":\"again\"}";

    var count = operator.post(path + "&tenant=other", body).json().get("count").asInt();
    var made = operator.post(path + "&dryRun=false&tenant=other", body);
    var job = operator.get(made.header("location").orElseThrow()).json();

    assertThat(count).isEqualTo(1);
    assertThat(made.status()).isEqualTo(202);
    assertThat(job.get("matched").asInt()).isEqualTo(1);
    assertThat(entry("other", job.get("id").asString()).getActor())
        .isEqualTo("development-operator");
    assertThat(new Http(api).get(made.header("location").orElseThrow()).status()).isEqualTo(404);
  }

  @Test
  void aDecisionAboutAnotherTenantUnderTheSameKeyIsAnother() {
    var key = UUID.randomUUID().toString();
    var path = PARKED + "/resolve?dryRun=false&stage=s" + UUID.randomUUID() + "&tenant=";
    var body = "{\"action\":\"RETRY\",\"reason\":\"again\"}";

    var first = operator.post(path + "other", body, "Idempotency-Key", key);
    var repeated = operator.post(path + "other", body, "Idempotency-Key", key);
    var another = operator.post(path + "demo", body, "Idempotency-Key", key);

    assertThat(repeated.header("location")).isEqualTo(first.header("location"));
    assertThat(another.status()).isEqualTo(422);
  }

  @Test
  void theyHaveAnEventOfACompanyTriedAgain() {
    var id = parkEvent("other", "c" + UUID.randomUUID());
    var path = "/v1/operations/parked-events/" + id + "/retry";

    var asked = operator.post(path, "{\"reason\":\"repaired\"}");

    assertThat(asked.status()).isEqualTo(202);
    assertThat(asked.json().get(0).get("tenant").asString()).isEqualTo("other");
    assertThat(askedFor("other", id)).isTrue();
    assertThat(entry("other", id.toString()).getActor()).isEqualTo("development-operator");
  }

  @Test
  void aCompanyHasItsOwnEventsTriedAgainOnly() {
    var own = parkEvent(Api.TENANT, "c" + UUID.randomUUID());
    var foreign = parkEvent("other", "c" + UUID.randomUUID());
    var body = "{\"reason\":\"repaired\"}";
    var path = "/v1/operations/parked-events/";

    assertThat(new Http(api).post(path + own + "/retry", body).status()).isEqualTo(202);
    assertThat(new Http(api).post(path + foreign + "/retry", body).status()).isEqualTo(404);
    assertThat(askedFor(Api.TENANT, own)).isTrue();
    assertThat(askedFor("other", foreign)).isFalse();
  }

  private static boolean askedFor(String tenant, UUID event) {
    return api.worker()
        .read(
            tenant,
            db ->
                db.fetchExists(
                    PARKED_EVENTS,
                    PARKED_EVENTS.TENANT_ID.eq(tenant),
                    PARKED_EVENTS.EVENT_ID.eq(event),
                    PARKED_EVENTS.RETRY_ASKED_AT.isNotNull()));
  }

  @Test
  void aDecisionAboutManyStepsNeedsATenant() {
    var body = "{\"action\":\"RETRY\",\"reason\":\"again\"}";

    assertThat(operator.post(PARKED + "/resolve", body).problem())
        .isEqualTo("shared/missing-parameter");
    assertThat(operator.post(PARKED + "/resolve?tenant=nobody", body).status()).isEqualTo(404);
    assertThat(new Http(api).post(PARKED + "/resolve?tenant=other", body).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"/v1/operations/parked/", "/v1/operations/bulk-resolutions/"})
  void whatIsNotThereIsNotFound(String path) {
    assertThat(operator.get(path + UUID.randomUUID()).status()).isEqualTo(404);
  }

  static Stream<Field<?>> withheld() {
    return Stream.of(
        AUDIT_ENTRIES.CHANGES,
        AUDIT_ENTRIES.DETAILS,
        PARKED_WORKFLOWS.SENTENCE,
        PARKED_EVENTS.PERSON_ID,
        BULK_RESOLUTIONS.FILTERS);
  }

  @ParameterizedTest
  @MethodSource("withheld")
  void theDatabaseRefusesMoreThanHeaders(Field<?> column) {
    var db = DSL.using(api.database().system(), SQLDialect.POSTGRES);
    var table = ((TableField<?, ?>) column).getTable();

    assertThatThrownBy(() -> db.select(column).from(table).limit(1).fetch())
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("permission denied");
  }

  @Test
  void theDatabaseLetsThemChangeNothing() {
    var db = DSL.using(api.database().system(), SQLDialect.POSTGRES);
    var refused = new HashSet<String>();
    for (var table : List.of(AUDIT_ENTRIES, PARKED_WORKFLOWS, PARKED_EVENTS, ACCESS_TOKENS)) {
      assertThatThrownBy(() -> db.deleteFrom(table).execute())
          .isInstanceOf(DataAccessException.class)
          .hasMessageContaining("permission denied");
      refused.add(table.getName());
    }
    assertThat(refused).hasSize(4);
  }

  private static AuditEntriesRecord entry(String tenant, String resource) {
    return api.worker()
        .read(
            tenant,
            db ->
                db.selectFrom(AUDIT_ENTRIES)
                    .where(
                        AUDIT_ENTRIES.TENANT_ID.eq(tenant), AUDIT_ENTRIES.RESOURCE_ID.eq(resource))
                    .fetchSingle());
  }

  private static String decision(String tenant, UUID id) {
    return api.worker()
        .read(
            tenant,
            db ->
                db.select(DECISIONS.ACTOR)
                    .from(DECISIONS)
                    .where(DECISIONS.TENANT_ID.eq(tenant), DECISIONS.DECISION_ID.eq(id))
                    .fetchSingle(DECISIONS.ACTOR));
  }

  private static UUID append(String tenant, String actor) {
    var entry =
        AuditEntry.of(tenant, actor, "company_admin", "imports.pause", "import", "1")
            .withChanges(new Change("status", "merging", "paused"))
            .withDetails(Map.of("rows", 3));
    api.worker().change(tenant, db -> Audit.append(db, entry));
    return entry.entryId();
  }

  private static UUID parkImport() {
    var file =
        "session_id,participant_email,volunteer_email,scheduled_at\n"
            + UUID.randomUUID()
            + ",a@example.org,b@example.org,2026-01-01\n";
    JsonNode imported = new Http(api).csv("/v1/import/sessions", file.getBytes(UTF_8)).json();
    var id = UUID.fromString(imported.get("id").asString());
    new Http(api).post("/v1/imports/" + id + "/pause", "{}");
    return temporal.park(id);
  }

  private static UUID park(String tenant, String stage) {
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
                    .set(PARKED_WORKFLOWS.FAILURE_TYPE, "imports/database-away")
                    .set(PARKED_WORKFLOWS.SENTENCE, "The database could not be reached.")
                    .set(PARKED_WORKFLOWS.SEQUENCE, 1)
                    .set(PARKED_WORKFLOWS.ACTIONS, new String[] {"RETRY"})
                    .execute());
    return id;
  }

  private static UUID parkEvent(String tenant, String consumer) {
    var id = UUID.randomUUID();
    api.worker()
        .change(
            tenant,
            db ->
                db.insertInto(PARKED_EVENTS)
                    .set(PARKED_EVENTS.TENANT_ID, tenant)
                    .set(PARKED_EVENTS.CONSUMER, consumer)
                    .set(PARKED_EVENTS.PERSON_ID, UUID.randomUUID())
                    .set(PARKED_EVENTS.POSITION, 1L)
                    .set(PARKED_EVENTS.EVENT_ID, id)
                    .set(PARKED_EVENTS.ATTEMPTS, 0)
                    .execute());
    return id;
  }
}
