package org.teei.csr.api.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;
import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_NOTICES;
import static org.teei.csr.schema.jooq.Tables.KEY_ROTATIONS;
import static org.teei.csr.schema.jooq.Tables.PARKED_EVENTS;
import static org.teei.csr.schema.jooq.Tables.PASSKEYS;
import static org.teei.csr.schema.jooq.Tables.SIGN_INS;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.teei.csr.api.impactin.deliveries.ImpactRows;
import org.teei.csr.api.imports.CompletedImport;
import org.teei.csr.api.profiles.Persons;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.ObedientTemporal;
import org.teei.csr.api.shared.Routes;
import org.teei.csr.schema.jooq.tables.records.AuditEntriesRecord;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Each route of the API either leaves an entry in the audit record, which is tried here, or stands
 * on a list with its reason. A route in neither fails.
 */
class AuditedRoutesTest {
  private static final String PLATFORM = "platform";
  private static final String MEMBERS = "/v1/admin/members";
  private static final String PROVIDERS = "/v1/admin/sign-in-registrations";
  private static final String SCHEDULE =
      """
      {"platform":"benevity","frequency":"monthly","day":1,"time":"08:00","timeZone":"Europe/Oslo"}
      """;
  private static final String NO_PERSON = "shows ids, figures and closed words, and no person";
  private static final String OF_THE_PLATFORM = "shows what is the same for all tenants";

  /** Asked for by the platform's staff; the record is the company's. */
  private static final String ROTATE_TENANT_KEY = "POST /v1/admin/keys/rotations";

  /** Changes nothing and shows nobody. */
  private static final Map<String, String> NOT_AUDITED =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("POST /codec/decode", "opens payloads, which hold ids; changes nothing"),
              Map.entry("POST /codec/encode", "closes payloads that it is given; changes nothing"),
              Map.entry("GET /v1/audit", "shows the record itself: ids and tokens"),
              Map.entry("GET /v1/audit/verify", "compares digests"),
              Map.entry("OPTIONS /v1/uploads", OF_THE_PLATFORM),
              Map.entry("GET /v1/import-groups", NO_PERSON),
              Map.entry("GET /v1/import-groups/{id}", NO_PERSON),
              Map.entry("GET /v1/import-folders", NO_PERSON),
              Map.entry("GET /v1/import-folders/{id}", NO_PERSON),
              Map.entry("GET /v1/import-folders/{id}/files", "shows names of files, ids and codes"),
              Map.entry("HEAD /v1/uploads/{id}", "shows its owner how many bytes have arrived"),
              Map.entry("GET /v1/imports", NO_PERSON),
              Map.entry("GET /v1/imports/{id}", NO_PERSON),
              Map.entry("GET /v1/imports/{id}/events", NO_PERSON),
              Map.entry("GET /v1/imports/quota", NO_PERSON),
              Map.entry("GET /v1/admin/tenants/{id}/import-limits", NO_PERSON),
              Map.entry("GET /v1/imports/{id}/attempts", NO_PERSON),
              Map.entry("GET /v1/imports/{id}/attempts/{attempt}", NO_PERSON),
              Map.entry("GET /v1/imports/quarantine", NO_PERSON),
              Map.entry("GET /v1/imports/stats", NO_PERSON),
              Map.entry("GET /v1/imports/{id}/rows", "shows outcomes, codes and names of columns"),
              Map.entry("GET /v1/import-subscriptions", "shows addresses masked"),
              Map.entry("GET /v1/import-subscriptions/{id}", "shows addresses masked"),
              Map.entry("GET /v1/import-subscriptions/{id}/deliveries", NO_PERSON),
              Map.entry("GET /v1/import-subscriptions/{id}/deliveries/{noticeId}", NO_PERSON),
              Map.entry("GET /v1/webhooks/endpoints", NO_PERSON),
              Map.entry("GET /v1/webhooks/endpoints/{id}", NO_PERSON),
              Map.entry(
                  "POST /v1/webhooks/{endpointId}/{source}",
                  "a platform speaks, nobody of ours; what it said is kept with its time"),
              Map.entry("GET /v1/import-schemas", OF_THE_PLATFORM),
              Map.entry("GET /v1/import-schemas/{kind}/{name}/{version}", OF_THE_PLATFORM),
              Map.entry("GET /v1/import-mappings/{kind}", NO_PERSON),
              Map.entry(
                  "POST /v1/import-mappings/{kind}/suggestions",
                  "looks at headers only, keeps and shows no value"),
              Map.entry("GET /v1/import-schemas/{kind}/{name}/{version}/template", OF_THE_PLATFORM),
              Map.entry("GET /v1/operations/bulk-resolutions/{id}", NO_PERSON),
              Map.entry("GET /v1/operations/drains", NO_PERSON),
              Map.entry("GET /v1/operations/drains/{scope}", NO_PERSON),
              Map.entry("GET /v1/operations/parked", NO_PERSON),
              Map.entry("GET /v1/operations/parked-events", NO_PERSON),
              Map.entry("GET /v1/operations/parked/{id}", NO_PERSON),
              Map.entry("GET /auth/jwks", OF_THE_PLATFORM),
              Map.entry("GET /v1/admin/keys/rotations/{id}", NO_PERSON),
              Map.entry("GET /auth/choose", OF_THE_PLATFORM),
              Map.entry("GET /auth/providers", OF_THE_PLATFORM),
              Map.entry("GET /auth/done", "tells a browser that it is signed in"),
              Map.entry(
                  "GET /auth/passkeys", "shows browsers when their person's passkeys were used"),
              Map.entry("GET /auth/passkeys.js", OF_THE_PLATFORM),
              Map.entry("GET /auth/step-up", "asks a browser for a passkey"),
              Map.entry("POST /auth/passkeys/options", "gives a browser a challenge"),
              Map.entry("POST /auth/step-up/options", "gives a browser a challenge"),
              Map.entry("GET /v1/admin/members/{id}/passkeys", NO_PERSON),
              Map.entry("GET /v1/admin/sign-in-registrations", NO_PERSON),
              Map.entry("GET /v1/admin/sign-in-registrations/{id}", NO_PERSON),
              Map.entry("GET /v1/admin/sign-ins", NO_PERSON),
              Map.entry("GET /v1/admin/tokens", NO_PERSON),
              Map.entry("GET /v1/admin/api-keys", NO_PERSON),
              Map.entry("GET /v1/admin/api-keys/{id}", NO_PERSON),
              Map.entry("GET /v1/admin/clients", NO_PERSON),
              Map.entry("GET /v1/admin/clients/{clientId}", NO_PERSON),
              Map.entry("GET /v1/admin/tenants", NO_PERSON),
              Map.entry("GET /v1/admin/tenants/{id}", NO_PERSON),
              Map.entry("GET /v1/metrics/{companyId}", NO_PERSON),
              Map.entry("GET /v1/metrics/{companyId}/sroi", NO_PERSON),
              Map.entry("GET /v1/metrics/{companyId}/vis", NO_PERSON),
              Map.entry("GET /v1/metrics/{companyId}/history", NO_PERSON),
              Map.entry("GET /v1/metrics/{companyId}/snapshots/{id}", NO_PERSON),
              Map.entry("GET /v1/metrics/{metricId}/evidence", "shows ids and times of rows"),
              Map.entry("GET /v1/metrics/{companyId}/assumptions", NO_PERSON),
              Map.entry("GET /v1/impact-in/schedules", NO_PERSON),
              Map.entry("GET /v1/impact-in/schedules/stats", NO_PERSON),
              Map.entry("GET /v1/impact-in/schedules/{id}", NO_PERSON),
              Map.entry("GET /v1/impact-in/schedules/{id}/preview", NO_PERSON),
              Map.entry("GET /v1/impact-in/deliveries", NO_PERSON),
              Map.entry("GET /v1/impact-in/deliveries/sla", NO_PERSON),
              Map.entry("GET /v1/impact-in/deliveries/timeline", NO_PERSON),
              Map.entry("GET /v1/impact-in/deliveries/{id}", NO_PERSON),
              Map.entry("GET /v1/impact-in/deliveries/{id}/attempts", NO_PERSON),
              Map.entry("GET /v1/impact-in/deliveries/{id}/payload", NO_PERSON),
              Map.entry("GET /v1/impact-in/vendors", "shows ids and addresses of platforms"),
              Map.entry(
                  "GET /v1/impact-in/vendors/{platform}", "shows ids and addresses of platforms"),
              Map.entry("GET /v1/impact-in/features/{companyId}", NO_PERSON),
              Map.entry("GET /v1/operations/circuits", "shows addresses of platforms"),
              Map.entry("GET /v1/privacy/erasures", NO_PERSON),
              Map.entry("GET /v1/privacy/erasures/{id}", NO_PERSON),
              Map.entry("GET /v1/privacy/tombstone-lifts", NO_PERSON),
              Map.entry("GET /v1/profile-merges", NO_PERSON),
              Map.entry("GET /v1/profile-merges/{id}", NO_PERSON),
              Map.entry("GET /v1/privacy/tombstone-lifts/{id}", NO_PERSON),
              Map.entry("GET /problems", OF_THE_PLATFORM),
              Map.entry("GET /problems/{feature}/{code}", OF_THE_PLATFORM)));

  /** Recorded, which is tested where browsers are. */
  private static final Set<String> OF_BROWSERS =
      Set.of("POST /auth/passkeys", "POST /auth/passkeys/{id}/remove", "POST /auth/step-up");

  /** Sends the route with this id of the request. */
  private interface Sending {
    Http.Answer as(String requestId);
  }

  /** How each route is sent so that it has something to record. */
  private static final Map<String, Sending> AUDITED =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("POST /v1/import/{kind}", AuditedRoutesTest::upload),
              Map.entry("PUT /v1/import-mappings/{kind}", AuditedRoutesTest::remember),
              Map.entry("DELETE /v1/import-mappings/{kind}", AuditedRoutesTest::forget),
              Map.entry("POST /v1/import-groups", AuditedRoutesTest::group),
              Map.entry(
                  "POST /v1/import-groups/{id}/pause", request -> tellGroup("pause", request)),
              Map.entry("POST /v1/import-groups/{id}/resume", AuditedRoutesTest::resumeGroup),
              Map.entry(
                  "POST /v1/import-groups/{id}/cancel", request -> tellGroup("cancel", request)),
              Map.entry(
                  "POST /v1/metrics/{companyId}/snapshots",
                  request ->
                      post("/v1/metrics/demo/snapshots", "{\"period\":\"2026-03\"}", request)),
              Map.entry(
                  "PUT /v1/metrics/{companyId}/assumptions/{name}/{validFrom}",
                  AuditedRoutesTest::setAssumption),
              Map.entry(
                  "DELETE /v1/metrics/{companyId}/assumptions/{name}/{validFrom}",
                  AuditedRoutesTest::deleteAssumption),
              Map.entry("POST /v1/impact-in/schedules", AuditedRoutesTest::addSchedule),
              Map.entry("PUT /v1/impact-in/schedules/{id}", AuditedRoutesTest::replaceSchedule),
              Map.entry("DELETE /v1/impact-in/schedules/{id}", AuditedRoutesTest::deleteSchedule),
              Map.entry("POST /v1/impact-in/schedules/{id}/run-now", AuditedRoutesTest::runNow),
              Map.entry("POST /v1/impact-in/schedules/{id}/backfill", AuditedRoutesTest::backfill),
              Map.entry(
                  "POST /v1/impact-in/deliveries/{id}/approve",
                  request -> tellDelivery("approve", request)),
              Map.entry(
                  "POST /v1/impact-in/deliveries/{id}/refuse",
                  request -> tellDelivery("refuse", request)),
              Map.entry(
                  "POST /v1/impact-in/deliveries/{id}/cancel",
                  request -> tellDelivery("cancel", request)),
              Map.entry("POST /v1/impact-in/deliveries/{id}/replay", AuditedRoutesTest::replay),
              Map.entry("POST /v1/impact-in/deliveries/{id}/refreeze", AuditedRoutesTest::refreeze),
              Map.entry("POST /v1/impact-in/deliveries/bulk-replay", AuditedRoutesTest::bulkReplay),
              Map.entry("PUT /v1/impact-in/vendors/{platform}", AuditedRoutesTest::connect),
              Map.entry("DELETE /v1/impact-in/vendors/{platform}", AuditedRoutesTest::disconnect),
              Map.entry(
                  "PUT /v1/impact-in/vendors/{platform}/credentials",
                  AuditedRoutesTest::setCredentials),
              Map.entry(
                  "PUT /v1/impact-in/features/{companyId}",
                  request -> put("/v1/impact-in/features/demo", "{\"goodera\":true}", request)),
              Map.entry(
                  "PUT /v1/operations/circuits/{platform}/{host}", AuditedRoutesTest::setCircuit),
              Map.entry("POST /v1/import-folders", AuditedRoutesTest::addFolder),
              Map.entry("PUT /v1/import-folders/{id}", AuditedRoutesTest::replaceFolder),
              Map.entry("DELETE /v1/import-folders/{id}", AuditedRoutesTest::deleteFolder),
              Map.entry("POST /v1/uploads", AuditedRoutesTest::beginUpload),
              Map.entry("PATCH /v1/uploads/{id}", AuditedRoutesTest::finishUpload),
              Map.entry("DELETE /v1/uploads/{id}", AuditedRoutesTest::deleteUpload),
              Map.entry("POST /v1/imports/{id}/pause", request -> command("pause", request)),
              Map.entry("POST /v1/imports/{id}/resume", AuditedRoutesTest::resume),
              Map.entry("POST /v1/imports/{id}/cancel", request -> command("cancel", request)),
              Map.entry("POST /v1/imports/{id}/approve", request -> command("approve", request)),
              Map.entry("GET /v1/imports/{id}/preview", AuditedRoutesTest::preview),
              Map.entry("POST /v1/imports/{id}/restart", AuditedRoutesTest::restart),
              Map.entry("POST /v1/imports/{id}/corrections", AuditedRoutesTest::correct),
              Map.entry("PUT /v1/imports/{id}/rows/{row}", AuditedRoutesTest::correctRow),
              Map.entry(
                  "POST /v1/imports/{id}/rows/{row}/discard",
                  request -> discard("/rows/1/discard", request)),
              Map.entry(
                  "POST /v1/imports/{id}/quarantine/discard",
                  request -> discard("/quarantine/discard", request)),
              Map.entry("POST /v1/imports/{id}/undo", AuditedRoutesTest::undo),
              Map.entry("GET /v1/imports/{id}/accepted.csv", request -> file("accepted", request)),
              Map.entry("GET /v1/imports/{id}/rejected.csv", request -> file("rejected", request)),
              Map.entry(
                  "GET /v1/imports/{id}/duplicate.csv", request -> file("duplicate", request)),
              Map.entry(
                  "GET /v1/imports/{id}/unprocessed.csv", request -> file("unprocessed", request)),
              Map.entry("POST /v1/operations/parked/{id}/resolve", AuditedRoutesTest::resolve),
              Map.entry("POST /v1/operations/parked/resolve", AuditedRoutesTest::resolveMany),
              Map.entry(
                  "POST /v1/operations/parked-events/{id}/retry", AuditedRoutesTest::retryEvent),
              Map.entry(
                  "PUT /v1/operations/drains/{scope}", request -> drain(freshScope(), request)),
              Map.entry("DELETE /v1/operations/drains/{scope}", AuditedRoutesTest::lift),
              Map.entry("POST /v1/admin/keys/rotate", AuditedRoutesTest::rotateKeys),
              Map.entry(ROTATE_TENANT_KEY, AuditedRoutesTest::rotateTenantKey),
              Map.entry("DELETE /v1/admin/tokens/{tokenId}", AuditedRoutesTest::revokeToken),
              Map.entry("PUT /v1/admin/tenants/{id}/import-limits", AuditedRoutesTest::limit),
              Map.entry("POST /v1/import-subscriptions", AuditedRoutesTest::subscribe),
              Map.entry("PUT /v1/import-subscriptions/{id}", AuditedRoutesTest::resubscribe),
              Map.entry(
                  "DELETE /v1/import-subscriptions/{id}",
                  request -> ofSubscription("DELETE", "", request)),
              Map.entry(
                  "POST /v1/import-subscriptions/{id}/secret",
                  request -> ofSubscription("POST", "/secret", request)),
              Map.entry(
                  "POST /v1/import-subscriptions/{id}/test",
                  request -> ofSubscription("POST", "/test", request)),
              Map.entry(
                  "POST /v1/import-subscriptions/{id}/deliveries/{noticeId}/resend",
                  AuditedRoutesTest::resend),
              Map.entry("POST /v1/webhooks/endpoints", AuditedRoutesTest::endpoint),
              Map.entry("DELETE /v1/webhooks/endpoints/{id}", AuditedRoutesTest::removeEndpoint),
              Map.entry(
                  "POST /v1/webhooks/endpoints/{id}/secret",
                  request -> post(endpoint() + "/secret", "{}", request)),
              Map.entry("POST /v1/admin/api-keys", request -> machine("api-keys", request)),
              Map.entry(
                  "DELETE /v1/admin/api-keys/{id}", request -> revokeMachine("api-keys", request)),
              Map.entry("POST /v1/admin/clients", request -> machine("clients", request)),
              Map.entry(
                  "DELETE /v1/admin/clients/{clientId}",
                  request -> revokeMachine("clients", request)),
              Map.entry("GET /v1/admin/members", request -> administer("GET", MEMBERS, request)),
              Map.entry(
                  "GET /v1/admin/members/{id}",
                  request -> administer("GET", MEMBERS + "/" + member(), request)),
              Map.entry("POST /v1/admin/members", AuditedRoutesTest::addMember),
              Map.entry("PUT /v1/admin/members/{id}/roles", AuditedRoutesTest::replaceRoles),
              Map.entry(
                  "DELETE /v1/admin/members/{id}",
                  request -> administer("DELETE", MEMBERS + "/" + member(), request)),
              Map.entry(
                  "DELETE /v1/admin/members/{id}/passkeys", AuditedRoutesTest::removePasskeys),
              Map.entry("DELETE /v1/admin/sign-ins/{id}", AuditedRoutesTest::endSignIn),
              Map.entry(
                  "POST /v1/admin/sign-in-registrations",
                  request -> addProvider(freshProvider(), request)),
              Map.entry("PUT /v1/admin/sign-in-registrations/{id}", AuditedRoutesTest::replace),
              Map.entry(
                  "DELETE /v1/admin/sign-in-registrations/{id}",
                  request -> administer("DELETE", PROVIDERS + "/" + provider(), request)),
              Map.entry("POST /v1/admin/tenants", AuditedRoutesTest::addTenant),
              Map.entry(
                  "POST /v1/admin/tenants/{id}/administrators",
                  AuditedRoutesTest::addAdministrator),
              Map.entry(
                  "POST /v1/privacy/erasures",
                  request -> requestErasure(officer("one"), person(), request)),
              Map.entry(
                  "POST /v1/privacy/erasures/{id}/approve", AuditedRoutesTest::approveErasure),
              Map.entry("DELETE /v1/privacy/erasures/{id}", AuditedRoutesTest::withdrawErasure),
              Map.entry(
                  "POST /v1/privacy/tombstone-lifts",
                  request -> requestLift(officer("one"), request)),
              Map.entry(
                  "POST /v1/privacy/tombstone-lifts/{id}/approve", AuditedRoutesTest::approveLift),
              Map.entry("DELETE /v1/privacy/tombstone-lifts/{id}", AuditedRoutesTest::withdrawLift),
              Map.entry(
                  "POST /v1/profile-merges", request -> requestMerge(officer("one"), request)),
              Map.entry("POST /v1/profile-merges/{id}/approve", AuditedRoutesTest::approveMerge),
              Map.entry("DELETE /v1/profile-merges/{id}", AuditedRoutesTest::withdrawMerge),
              Map.entry("GET /v1/profile/{id}", request -> get("/v1/profile/" + person(), request)),
              Map.entry("POST /v1/profile/search", AuditedRoutesTest::search),
              Map.entry(
                  "GET /v1/audit/persons/{personId}",
                  request -> get("/v1/audit/persons/" + person(), request))));

  private static ObedientTemporal temporal;
  private static Api api;
  private static Http http;
  private static Persons persons;

  @BeforeAll
  static void start() {
    temporal = new ObedientTemporal();
    temporal.startWorkers();
    api = temporal.api();
    http = new Http(api);
    persons = new Persons(api);
  }

  @AfterAll
  static void stop() {
    temporal.close();
  }

  static Stream<String> audited() {
    return AUDITED.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("audited")
  void theRouteLeavesAnEntryWithItsAuthor(String route) {
    var request = UUID.randomUUID().toString();

    var answer = AUDITED.get(route).as(request);

    assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
    assertThat(entries(request))
        .hasSize(1)
        .allSatisfy(entry -> {
          assertThat(entry.getTenantId()).isEqualTo(tenant(route, entry));
          assertThat(entry.getActor()).isNotBlank();
          assertThat(entry.getActorRole()).isNotBlank();
          assertThat(entry.getPurpose()).isNotBlank();
          assertThat(entry.getResourceId()).isNotBlank();
        });
  }

  @ParameterizedTest
  @MethodSource("audited")
  void whatConcernsAWorkflowNamesIt(String route) {
    var request = UUID.randomUUID().toString();

    AUDITED.get(route).as(request);

    var concerned =
        Set.of(
                "import",
                "import-notice",
                "import-group",
                "parked-workflow",
                "bulk-resolution",
                "person-erasure",
                "metric-snapshot",
                "delivery",
                "key-rotation")
            .contains(entries(request).getFirst().getResourceType());
    assertThat(entries(request).getFirst().getWorkflowId() != null).isEqualTo(concerned);
  }

  @Test
  void eachRouteIsTriedOrListed() {
    var known = new TreeSet<>(AUDITED.keySet());
    known.addAll(NOT_AUDITED.keySet());
    known.addAll(OF_BROWSERS);

    assertThat(Routes.of(api)).isEqualTo(known);
    assertThat(AUDITED.keySet()).doesNotContainAnyElementsOf(NOT_AUDITED.keySet());
    assertThat(NOT_AUDITED.values()).noneMatch(String::isBlank);
  }

  /** Whose record tells of a request to the route. */
  private static String tenant(String route, AuditEntriesRecord entry) {
    return switch (route) {
      case "POST /v1/admin/tenants" -> entry.getResourceId();
      case "POST /v1/admin/tenants/{id}/administrators",
          "PUT /v1/admin/tenants/{id}/import-limits" ->
          "other";
      case ROTATE_TENANT_KEY -> Api.TENANT;
      default -> route.contains(" /v1/admin/") ? PLATFORM : Api.TENANT;
    };
  }

  /** Of all records: the request says which one it must be. */
  private static List<AuditEntriesRecord> entries(String request) {
    return DSL.using(api.database().superuser(), SQLDialect.POSTGRES)
        .selectFrom(AUDIT_ENTRIES)
        .where(AUDIT_ENTRIES.REQUEST_ID.eq(request))
        .fetch();
  }

  private static Http.Answer upload(String request) {
    var file =
        "session_id,participant_email,volunteer_email,scheduled_at\n"
            + UUID.randomUUID()
            + ",a@example.org,b@example.org,2026-01-01\n";
    return http.csv("/v1/import/sessions", file.getBytes(UTF_8), "X-Request-Id", request);
  }

  private static Http.Answer remember(String request) {
    var path = "/v1/import-mappings/sessions";
    return http.send(
        "PUT",
        path,
        BodyPublishers.ofString("{\"mapping\":{\"A header of this test\":null}}"),
        "Content-Type",
        "application/json",
        "If-Match",
        http.get(path).header("etag").orElseThrow(),
        "X-Request-Id",
        request);
  }

  private static Http.Answer forget(String request) {
    remember(UUID.randomUUID().toString());
    return http.send(
        "DELETE", "/v1/import-mappings/sessions", BodyPublishers.noBody(), "X-Request-Id", request);
  }

  private static Http.Answer group(String request) {
    return post(
        "/v1/import-groups",
        """
        {"name":"old","kind":"sessions","files":[{"importId":"%s"}],"order":"strict","onFailure":"stop"}
        """
            .formatted(imported()),
        request);
  }

  private static Http.Answer tellGroup(String command, String request) {
    return tellGroup(
        group(UUID.randomUUID().toString()).json().get("id").asString(), command, request);
  }

  private static Http.Answer tellGroup(String id, String command, String request) {
    return post("/v1/import-groups/" + id + "/" + command, "{\"reason\":\"wait\"}", request);
  }

  private static Http.Answer resumeGroup(String request) {
    var id = group(UUID.randomUUID().toString()).json().get("id").asString();
    tellGroup(id, "pause", UUID.randomUUID().toString());
    return tellGroup(id, "resume", request);
  }

  private static Http.Answer setAssumption(String request) {
    return http.send(
        "PUT",
        "/v1/metrics/demo/assumptions/wage_lift/2026-01-01",
        BodyPublishers.ofString("{\"value\":15000,\"source\":\"a test\"}"),
        "Content-Type",
        "application/json",
        "X-Request-Id",
        request);
  }

  private static Http.Answer deleteAssumption(String request) {
    setAssumption(UUID.randomUUID().toString());
    return http.send(
        "DELETE",
        "/v1/metrics/demo/assumptions/wage_lift/2026-01-01",
        BodyPublishers.noBody(),
        "X-Request-Id",
        request);
  }

  private static Http.Answer addSchedule(String request) {
    return post("/v1/impact-in/schedules", SCHEDULE, request);
  }

  private static String schedule() {
    return addSchedule(UUID.randomUUID().toString()).header("location").orElseThrow();
  }

  private static Http.Answer replaceSchedule(String request) {
    return http.send(
        "PUT",
        schedule(),
        BodyPublishers.ofString(SCHEDULE),
        "Content-Type",
        "application/json",
        "If-Match",
        "\"1\"",
        "X-Request-Id",
        request);
  }

  private static Http.Answer deleteSchedule(String request) {
    return http.send("DELETE", schedule(), BodyPublishers.noBody(), "X-Request-Id", request);
  }

  private static Http.Answer runNow(String request) {
    return keyed(
        schedule() + "/run-now", "{\"periodOf\":\"%s\"}".formatted(ImpactRows.month()), request);
  }

  private static Http.Answer backfill(String request) {
    var month = ImpactRows.month();
    return keyed(
        schedule() + "/backfill",
        "{\"from\":\"%s\",\"until\":\"%s\",\"dryRun\":false}".formatted(month, month.plusDays(1)),
        request);
  }

  private static Http.Answer tellDelivery(String command, String request) {
    var delivery = runNow(UUID.randomUUID().toString()).header("location").orElseThrow();
    return post(delivery + "/" + command, "{\"reason\":\"looked at it\"}", request);
  }

  private static Http.Answer replay(String request) {
    return keyed(
        "/v1/impact-in/deliveries/" + new ImpactRows(api).in("failed") + "/replay", "{}", request);
  }

  private static Http.Answer refreeze(String request) {
    var rows = new ImpactRows(api);
    rows.connect(Api.TENANT, "benevity", "{\"organizationId\":\"right\"}");
    var snapshot = rows.snapshot(Api.TENANT, ImpactRows.month(), 1, ImpactRows.FIGURES);
    var delivery =
        rows.delivery(row -> {
          rows.frozen(row, snapshot, "{\"organizationId\":\"wrong\"}", "application/json");
          ImpactRows.status(row, "failed");
        });
    var path = "/v1/impact-in/deliveries/" + delivery + "/refreeze";
    var shown = http.post(path, "{}").json().get("payloadSha256").asString();
    return keyed(path, "{\"dryRun\":false,\"payloadSha256\":\"%s\"}".formatted(shown), request);
  }

  private static Http.Answer bulkReplay(String request) {
    var rows = new ImpactRows(api);
    var delivery = rows.row(rows.in("failed"));
    return keyed(
        "/v1/impact-in/deliveries/bulk-replay",
        "{\"from\":\"%s\",\"until\":\"%s\",\"dryRun\":false}"
            .formatted(delivery.getPeriodFrom(), delivery.getPeriodUntil()),
        request);
  }

  private static Http.Answer keyed(String path, String body, String request) {
    return http.post(
        path, body, "X-Request-Id", request, "Idempotency-Key", UUID.randomUUID().toString());
  }

  private static final String VENDOR = "/v1/impact-in/vendors/workday";

  private static Http.Answer connect(String request) {
    var body =
        "{\"endpoint\":\"https://audited.example.org\",\"mapping\":{\"workdayTenant\":\"acme\"}}";
    return http.get(VENDOR)
        .header("etag")
        .map(tag -> put(VENDOR, body, request, "If-Match", tag))
        .orElseGet(() -> put(VENDOR, body, request));
  }

  private static Http.Answer disconnect(String request) {
    var tag = connect(UUID.randomUUID().toString()).header("etag").orElseThrow();
    return http.send(
        "DELETE", VENDOR, BodyPublishers.noBody(), "If-Match", tag, "X-Request-Id", request);
  }

  private static Http.Answer setCredentials(String request) {
    connect(UUID.randomUUID().toString());
    return put(
        VENDOR + "/credentials",
        "{\"clientId\":\"not-a-real-client\",\"clientSecret\":\"not-a-real-secret\"}",
        request);
  }

  private static Http.Answer setCircuit(String request) {
    connect(UUID.randomUUID().toString());
    return put(
        "/v1/operations/circuits/workday/audited.example.org",
        "{\"state\":\"open\",\"reason\":\"a test\"}",
        request);
  }

  private static Http.Answer put(String path, String body, String request, String... headers) {
    return http.send(
        "PUT",
        path,
        BodyPublishers.ofString(body),
        Stream.concat(
                Stream.of("Content-Type", "application/json", "X-Request-Id", request),
                Stream.of(headers))
            .toArray(String[]::new));
  }

  private static Http.Answer addFolder(String request) {
    return post(
        "/v1/import-folders",
        "{\"name\":\"f%s\",\"kind\":\"sessions\",\"enabled\":true,\"intervalSeconds\":60}"
            .formatted(UUID.randomUUID()),
        request);
  }

  private static Http.Answer replaceFolder(String request) {
    return http.send(
        "PUT",
        folder(),
        BodyPublishers.ofString("{\"kind\":\"sessions\",\"enabled\":false,\"intervalSeconds\":90}"),
        "Content-Type",
        "application/json",
        "If-Match",
        "\"1\"",
        "X-Request-Id",
        request);
  }

  private static Http.Answer deleteFolder(String request) {
    return http.send("DELETE", folder(), BodyPublishers.noBody(), "X-Request-Id", request);
  }

  private static String folder() {
    return addFolder(UUID.randomUUID().toString()).header("location").orElseThrow();
  }

  private static Http.Answer beginUpload(String request) {
    return tus("POST", "/v1/uploads", "", request, "Upload-Length", "5");
  }

  private static Http.Answer finishUpload(String request) {
    return tus("PATCH", upload(), "bytes", request, "Upload-Offset", "0");
  }

  private static Http.Answer deleteUpload(String request) {
    return tus("DELETE", upload(), "", request, "Accept", "*/*");
  }

  private static String upload() {
    return beginUpload(UUID.randomUUID().toString()).header("location").orElseThrow();
  }

  private static Http.Answer tus(
      String method, String address, String body, String request, String header, String value) {
    return http.send(
        method,
        address,
        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body),
        "Tus-Resumable",
        "1.0.0",
        "Content-Type",
        "application/offset+octet-stream",
        "X-Request-Id",
        request,
        header,
        value);
  }

  private static UUID imported() {
    return UUID.fromString(upload(UUID.randomUUID().toString()).json().get("id").asString());
  }

  private static Http.Answer command(String command, String request) {
    return command(imported(), command, request);
  }

  private static Http.Answer command(UUID id, String command, String request) {
    return post("/v1/imports/" + id + "/" + command, "{\"reason\":\"wait\"}", request);
  }

  private static Http.Answer resume(String request) {
    var id = imported();
    command(id, "pause", UUID.randomUUID().toString());
    return command(id, "resume", request);
  }

  private static Http.Answer preview(String request) {
    var id = imported();
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.update(IMPORT_JOBS)
                    .set(IMPORT_JOBS.MODE, "review")
                    .set(IMPORT_JOBS.STATUS, "awaiting_approval")
                    .where(IMPORT_JOBS.TENANT_ID.eq(Api.TENANT), IMPORT_JOBS.IMPORT_ID.eq(id))
                    .execute());
    return get("/v1/imports/" + id + "/preview", request);
  }

  private static Http.Answer restart(String request) {
    return command(ended("expired"), "restart", request);
  }

  private static Http.Answer undo(String request) {
    return command(ended("completed"), "undo", request);
  }

  private static UUID ended(String status) {
    var id = imported();
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.update(IMPORT_JOBS)
                    .set(IMPORT_JOBS.STATUS, status)
                    .set(IMPORT_JOBS.FINISHED_AT, DSL.currentInstant())
                    .where(IMPORT_JOBS.TENANT_ID.eq(Api.TENANT), IMPORT_JOBS.IMPORT_ID.eq(id))
                    .execute());
    return id;
  }

  private static Http.Answer correct(String request) {
    var id = CompletedImport.of(api, "rejected").id();
    var file = http.get("/v1/imports/" + id + "/rejected.csv").text();
    return http.csv(
        "/v1/imports/" + id + "/corrections", file.getBytes(UTF_8), "X-Request-Id", request);
  }

  private static Http.Answer correctRow(String request) {
    return http.send(
        "PUT",
        "/v1/imports/" + CompletedImport.of(api, "rejected").id() + "/rows/1",
        BodyPublishers.ofString("{\"cells\":{\"note\":\"other\"}}"),
        "Content-Type",
        "application/json",
        "X-Request-Id",
        request);
  }

  private static Http.Answer discard(String what, String request) {
    var path = "/v1/imports/" + CompletedImport.of(api, "rejected").id() + what;
    return post(path, "{\"reason\":\"a test\"}", request);
  }

  private static Http.Answer file(String outcome, String request) {
    return get("/v1/imports/" + imported() + "/" + outcome + ".csv", request);
  }

  private static Http.Answer resolve(String request) {
    var id = imported();
    command(id, "pause", UUID.randomUUID().toString());
    return post(
        "/v1/operations/parked/" + temporal.park(id) + "/resolve",
        "{\"action\":\"RETRY\",\"reason\":\"looked at it\",\"expectedSequence\":1}",
        request);
  }

  private static Http.Answer retryEvent(String request) {
    var id = UUID.randomUUID();
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.insertInto(PARKED_EVENTS)
                    .set(PARKED_EVENTS.TENANT_ID, Api.TENANT)
                    .set(PARKED_EVENTS.CONSUMER, "c" + id)
                    .set(PARKED_EVENTS.PERSON_ID, UUID.randomUUID())
                    .set(PARKED_EVENTS.POSITION, 1L)
                    .set(PARKED_EVENTS.EVENT_ID, id)
                    .execute());
    return post(
        "/v1/operations/parked-events/" + id + "/retry", "{\"reason\":\"repaired\"}", request);
  }

  private static Http.Answer resolveMany(String request) {
    return post(
        "/v1/operations/parked/resolve?dryRun=false&stage=s" + UUID.randomUUID(),
        "{\"action\":\"RETRY\",\"reason\":\"again\"}",
        request);
  }

  private static Http.Answer limit(String request) {
    var path = "/v1/admin/tenants/other/import-limits";
    return administrator()
        .send(
            "PUT",
            path,
            BodyPublishers.ofString("{\"runningImports\":null,\"storedBytes\":null}"),
            "Content-Type",
            "application/json",
            "If-Match",
            administrator().get(path).header("etag").orElseThrow(),
            "X-Request-Id",
            request);
  }

  private static Http.Answer endpoint(String request) {
    return post("/v1/webhooks/endpoints", "{\"source\":\"benevity\",\"name\":\"ours\"}", request);
  }

  private static Http.Answer removeEndpoint(String request) {
    return http.send("DELETE", endpoint(), BodyPublishers.noBody(), "X-Request-Id", request);
  }

  private static String endpoint() {
    return endpoint(UUID.randomUUID().toString()).header("location").orElseThrow();
  }

  private static Http.Answer subscribe(String request) {
    return post(
        "/v1/import-subscriptions",
        "{\"name\":\"ours\",\"channel\":\"webhook\",\"url\":\"http://127.0.0.1:9/\"}",
        request);
  }

  private static String subscription() {
    return "/v1/import-subscriptions/"
        + subscribe(UUID.randomUUID().toString()).json().get("id").asString();
  }

  private static Http.Answer ofSubscription(String method, String action, String request) {
    return http.send(
        method, subscription() + action, BodyPublishers.noBody(), "X-Request-Id", request);
  }

  private static Http.Answer resubscribe(String request) {
    return http.send(
        "PUT",
        subscription(),
        BodyPublishers.ofString(
            "{\"name\":\"ours\",\"statuses\":[\"failed\"],\"retryProfile\":\"linear\",\"active\":false}"),
        "Content-Type",
        "application/json",
        "If-Match",
        "\"1\"",
        "X-Request-Id",
        request);
  }

  private static Http.Answer resend(String request) {
    var subscription = subscription();
    var notice = UUID.fromString(http.post(subscription + "/test").json().get("id").asString());
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.update(IMPORT_NOTICES)
                    .set(IMPORT_NOTICES.STATE, "failed")
                    .set(IMPORT_NOTICES.FINISHED_AT, DSL.currentInstant())
                    .where(
                        IMPORT_NOTICES.TENANT_ID.eq(Api.TENANT),
                        IMPORT_NOTICES.NOTICE_ID.eq(notice))
                    .execute());
    return post(subscription + "/deliveries/" + notice + "/resend", "", request);
  }

  private static String freshScope() {
    return "tenant:demo:f" + UUID.randomUUID();
  }

  private static Http.Answer drain(String scope, String request) {
    return http.send(
        "PUT",
        "/v1/operations/drains/" + scope,
        BodyPublishers.ofString("{\"reason\":\"maintenance\"}"),
        "Content-Type",
        "application/json",
        "X-Request-Id",
        request);
  }

  private static Http.Answer lift(String request) {
    var scope = freshScope();
    drain(scope, UUID.randomUUID().toString());
    return http.send(
        "DELETE",
        "/v1/operations/drains/" + scope,
        BodyPublishers.noBody(),
        "X-Request-Id",
        request);
  }

  private static Http.Answer rotateKeys(String request) {
    return Http.as(api, PLATFORM, "system_admin")
        .post("/v1/admin/keys/rotate", "", "X-Request-Id", request);
  }

  /** Rotations of earlier requests are over. */
  private static Http.Answer rotateTenantKey(String request) {
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.update(KEY_ROTATIONS)
                    .set(KEY_ROTATIONS.STATUS, "failed")
                    .set(KEY_ROTATIONS.FINISHED_AT, DSL.currentInstant())
                    .where(
                        KEY_ROTATIONS.TENANT_ID.eq(Api.TENANT), KEY_ROTATIONS.FINISHED_AT.isNull())
                    .execute());
    return Http.as(api, PLATFORM, "system_admin")
        .post("/v1/admin/keys/rotations", "{\"tenant\":\"demo\"}", "X-Request-Id", request);
  }

  private static Http.Answer revokeToken(String request) {
    var administrator = Http.as(api, PLATFORM, "system_admin");
    api.freshToken(PLATFORM, "operator");
    var newest = administrator.get("/v1/admin/tokens?page_size=1").json().get("items").get(0);
    return administrator.send(
        "DELETE",
        "/v1/admin/tokens/" + newest.get("id").asString(),
        BodyPublishers.noBody(),
        "X-Request-Id",
        request);
  }

  private static Http administrator() {
    return Http.as(api, PLATFORM, "system_admin");
  }

  private static Http.Answer machine(String kind, String request) {
    return administrator()
        .post(
            "/v1/admin/" + kind,
            "{\"name\":\"Export\",\"scopes\":[\"imports:read\"]}",
            "X-Request-Id",
            request);
  }

  private static Http.Answer revokeMachine(String kind, String request) {
    var made = machine(kind, UUID.randomUUID().toString()).header("location").orElseThrow();
    return administer("DELETE", made, request);
  }

  private static Http.Answer administer(String method, String path, String request) {
    return administrator().send(method, path, BodyPublishers.noBody(), "X-Request-Id", request);
  }

  private static Http.Answer addMember(String request) {
    return administrator()
        .post(
            MEMBERS,
            "{\"email\":\"p%s@example.org\",\"roles\":[\"operator\"]}".formatted(UUID.randomUUID()),
            "X-Request-Id",
            request);
  }

  private static String member() {
    return addMember(UUID.randomUUID().toString()).json().get("id").asString();
  }

  private static Http.Answer replaceRoles(String request) {
    return administrator()
        .send(
            "PUT",
            MEMBERS + "/" + member() + "/roles",
            BodyPublishers.ofString("{\"roles\":[\"system_admin\"]}"),
            "Content-Type",
            "application/json",
            "If-Match",
            "\"1\"",
            "X-Request-Id",
            request);
  }

  private static Http.Answer removePasskeys(String request) {
    var principal = UUID.fromString(member());
    new Tenancy(api.database().api())
        .change(
            PLATFORM,
            db ->
                db.insertInto(PASSKEYS)
                    .set(PASSKEYS.TENANT_ID, PLATFORM)
                    .set(PASSKEYS.PASSKEY_ID, UUID.randomUUID())
                    .set(PASSKEYS.PRINCIPAL_ID, principal)
                    .set(PASSKEYS.CREDENTIAL_ID, principal.toString().getBytes(UTF_8))
                    .set(PASSKEYS.PUBLIC_KEY, new byte[] {1})
                    .set(PASSKEYS.ATTESTATION, new byte[] {1})
                    .set(PASSKEYS.CLIENT_DATA, new byte[] {1})
                    .set(PASSKEYS.SIGNATURE_COUNT, 0L)
                    .set(PASSKEYS.USER_VERIFIED, true)
                    .set(PASSKEYS.BACKUP_ELIGIBLE, false)
                    .set(PASSKEYS.BACKED_UP, false)
                    .set(PASSKEYS.TRANSPORTS, new String[0])
                    .execute());
    return administer("DELETE", MEMBERS + "/" + principal + "/passkeys", request);
  }

  private static Http.Answer endSignIn(String request) {
    var principal = UUID.fromString(member());
    var id = UUID.randomUUID();
    new Tenancy(api.database().api())
        .change(
            PLATFORM,
            db ->
                db.insertInto(SIGN_INS)
                    .set(SIGN_INS.TENANT_ID, PLATFORM)
                    .set(SIGN_INS.SIGN_IN_ID, id)
                    .set(SIGN_INS.PRINCIPAL_ID, principal)
                    .set(SIGN_INS.CLIENT_ID, "csr-login")
                    .set(SIGN_INS.REGISTRATION_ID, "google")
                    .set(SIGN_INS.REDIRECT_URI, "http://127.0.0.1/callback")
                    .set(SIGN_INS.CODE_CHALLENGE, "c")
                    .set(SIGN_INS.CODE_DIGEST, id.toString().getBytes(UTF_8))
                    .set(SIGN_INS.AUTHENTICATED_AT, Instant.now())
                    .set(SIGN_INS.EXPIRES_AT, Instant.now().plusSeconds(60))
                    .execute());
    return administer("DELETE", "/v1/admin/sign-ins/" + id, request);
  }

  private static String freshProvider() {
    return "p" + UUID.randomUUID();
  }

  private static String provider() {
    var id = freshProvider();
    addProvider(id, UUID.randomUUID().toString());
    return id;
  }

  private static Http.Answer addProvider(String id, String request) {
    return administrator()
        .post(
            PROVIDERS,
            "{\"id\":\"%s\",\"issuer\":\"https://login.example.org\",\"clientId\":\"csr\",\"clientSecret\":\"s\",\"hostedDomains\":[]}"
                .formatted(id),
            "X-Request-Id",
            request);
  }

  private static Http.Answer replace(String request) {
    return administrator()
        .send(
            "PUT",
            PROVIDERS + "/" + provider(),
            BodyPublishers.ofString(
                "{\"issuer\":\"https://login.example.org\",\"clientId\":\"csr\",\"hostedDomains\":[]}"),
            "Content-Type",
            "application/json",
            "If-Match",
            "\"1\"",
            "X-Request-Id",
            request);
  }

  private static Http.Answer addTenant(String request) {
    return administrator()
        .post(
            "/v1/admin/tenants",
            "{\"id\":\"t%s\",\"name\":\"New\"}"
                .formatted(UUID.randomUUID().toString().substring(0, 8)),
            "X-Request-Id",
            request);
  }

  private static Http.Answer addAdministrator(String request) {
    return administrator()
        .post(
            "/v1/admin/tenants/other/administrators",
            "{\"email\":\"p%s@example.org\"}".formatted(UUID.randomUUID()),
            "X-Request-Id",
            request);
  }

  private static Http officer(String name) {
    return new Http(api, api.freshToken(Api.TENANT, "privacy_officer", name));
  }

  private static Http.Answer requestErasure(Http officer, UUID person, String request) {
    return officer.post(
        "/v1/privacy/erasures",
        "{\"personId\":\"%s\",\"reason\":\"objection\"}".formatted(person),
        "X-Request-Id",
        request);
  }

  private static Http.Answer withdrawErasure(String request) {
    var officer = officer("one");
    var asked = requestErasure(officer, person(), UUID.randomUUID().toString());
    return officer.send(
        "DELETE",
        asked.header("location").orElseThrow(),
        BodyPublishers.noBody(),
        "X-Request-Id",
        request);
  }

  private static Http.Answer approveErasure(String request) {
    var erasure =
        requestErasure(officer("one"), person(), UUID.randomUUID().toString())
            .json()
            .get("id")
            .asString();
    return officer("two")
        .post("/v1/privacy/erasures/" + erasure + "/approve", "", "X-Request-Id", request);
  }

  private static Http.Answer requestLift(Http officer, String request) {
    var address = "p" + UUID.randomUUID() + "@example.org";
    persons.tombstone(Api.TENANT, "email", address);
    return officer.post(
        "/v1/privacy/tombstone-lifts",
        "{\"kind\":\"email\",\"identifier\":\"%s\",\"reason\":\"rejoined\"}".formatted(address),
        "X-Request-Id",
        request);
  }

  private static Http.Answer approveLift(String request) {
    var asked = requestLift(officer("one"), UUID.randomUUID().toString());
    return officer("two")
        .post(asked.header("location").orElseThrow() + "/approve", "", "X-Request-Id", request);
  }

  private static Http.Answer withdrawLift(String request) {
    var officer = officer("one");
    var asked = requestLift(officer, UUID.randomUUID().toString());
    return officer.send(
        "DELETE",
        asked.header("location").orElseThrow(),
        BodyPublishers.noBody(),
        "X-Request-Id",
        request);
  }

  private static Http.Answer requestMerge(Http officer, String request) {
    return officer.post(
        "/v1/profile-merges",
        "{\"personId\":\"%s\",\"intoId\":\"%s\",\"reason\":\"known_twice\"}"
            .formatted(person(), person()),
        "X-Request-Id",
        request);
  }

  private static Http.Answer approveMerge(String request) {
    var asked = requestMerge(officer("one"), UUID.randomUUID().toString());
    return officer("two")
        .post(asked.header("location").orElseThrow() + "/approve", "", "X-Request-Id", request);
  }

  private static Http.Answer withdrawMerge(String request) {
    var officer = officer("one");
    var asked = requestMerge(officer, UUID.randomUUID().toString());
    return officer.send(
        "DELETE",
        asked.header("location").orElseThrow(),
        BodyPublishers.noBody(),
        "X-Request-Id",
        request);
  }

  private static Http.Answer search(String request) {
    var email = "p" + UUID.randomUUID() + "@example.org";
    persons.person(Api.TENANT, email);
    return post("/v1/profile/search", "{\"email\":\"%s\"}".formatted(email), request);
  }

  private static UUID person() {
    return persons.person(Api.TENANT, "p" + UUID.randomUUID() + "@example.org");
  }

  private static Http.Answer get(String path, String request) {
    return http.get(path, "X-Request-Id", request);
  }

  private static Http.Answer post(String path, String body, String request) {
    return http.post(path, body, "X-Request-Id", request);
  }
}
