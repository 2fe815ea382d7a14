package org.teei.csr.api.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;
import static org.teei.csr.schema.jooq.Tables.PARKED_EVENTS;
import static org.teei.csr.schema.jooq.Tables.PARKED_WORKFLOWS;
import static org.teei.csr.schema.jooq.Tables.SIGN_INS;

import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpRequest.BodyPublishers;
import java.text.ParseException;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jooq.impl.DSL;
import org.teei.csr.api.impactin.deliveries.ImpactRows;
import org.teei.csr.api.imports.CompletedImport;
import org.teei.csr.api.profiles.Persons;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * What the parameters of paths stand for: each time a thing of the company that most tests are
 * about, made anew. A new route with parameters has its line in {@link #byPath}.
 */
final class Things {
  private static final String MACHINE = "{\"name\":\"a machine\",\"scopes\":[\"imports:read\"]}";

  private final Api api;
  private final Http http;
  private final Queue<String> made = new ConcurrentLinkedQueue<>();
  private final Map<String, Thing> byPath;

  /**
   * @param existing values of the parameters, in the order of the path, one of which a tenant owns
   * @param missing the same of something that nobody has; empty where all tenants share the thing
   */
  private record Thing(Supplier<String[]> existing, Supplier<String[]> missing) {
    boolean shared() {
      return missing.get().length == 0;
    }
  }

  Things(Api api) {
    this.api = api;
    this.http = new Http(api);
    this.byPath =
        Map.ofEntries(
            Map.entry("/v1/import/{kind}", shared("sessions")),
            Map.entry("/v1/import-mappings/{kind}", shared("sessions")),
            Map.entry("/v1/import-mappings/{kind}/suggestions", shared("sessions")),
            Map.entry(
                "/v1/import-schemas/{kind}/{name}/{version}",
                shared("sessions", "language_session", "1.1")),
            Map.entry(
                "/v1/import-schemas/{kind}/{name}/{version}/template",
                shared("sessions", "language_session", "1.1")),
            Map.entry("/problems/{feature}/{code}", shared("shared", "not-found")),
            Map.entry("/v1/uploads/{id}", owned(this::upload)),
            Map.entry("/v1/import-groups/{id}", owned(this::group)),
            Map.entry("/v1/import-groups/{id}/pause", owned(this::group)),
            Map.entry("/v1/import-groups/{id}/resume", owned(this::group)),
            Map.entry("/v1/import-groups/{id}/cancel", owned(this::group)),
            Map.entry("/v1/import-folders/{id}", owned(this::folder)),
            Map.entry("/v1/import-folders/{id}/files", owned(this::folder)),
            Map.entry("/v1/imports/{id}", owned(this::imported)),
            Map.entry("/v1/imports/{id}/rows", owned(this::imported)),
            Map.entry("/v1/imports/{id}/preview", owned(this::imported)),
            Map.entry("/v1/imports/{id}/approve", owned(this::imported)),
            Map.entry("/v1/imports/{id}/events", owned(this::ended)),
            Map.entry("/v1/imports/{id}/corrections", owned(this::completed)),
            Map.entry("/v1/imports/{id}/attempts", owned(this::completed)),
            Map.entry("/v1/imports/{id}/attempts/{attempt}", attempt()),
            Map.entry("/v1/imports/{id}/rows/{row}", row()),
            Map.entry("/v1/imports/{id}/rows/{row}/discard", row()),
            Map.entry("/v1/imports/{id}/quarantine/discard", owned(this::completed)),
            Map.entry("/v1/imports/{id}/pause", owned(this::imported)),
            Map.entry("/v1/imports/{id}/resume", owned(this::imported)),
            Map.entry("/v1/imports/{id}/cancel", owned(this::imported)),
            Map.entry("/v1/imports/{id}/restart", owned(this::imported)),
            Map.entry("/v1/imports/{id}/undo", owned(this::imported)),
            Map.entry("/v1/imports/{id}/accepted.csv", owned(this::imported)),
            Map.entry("/v1/imports/{id}/rejected.csv", owned(this::imported)),
            Map.entry("/v1/imports/{id}/duplicate.csv", owned(this::imported)),
            Map.entry("/v1/imports/{id}/unprocessed.csv", owned(this::imported)),
            Map.entry("/v1/import-subscriptions/{id}", owned(this::subscription)),
            Map.entry("/v1/import-subscriptions/{id}/secret", owned(this::subscription)),
            Map.entry("/v1/import-subscriptions/{id}/test", owned(this::subscription)),
            Map.entry("/v1/import-subscriptions/{id}/deliveries", owned(this::subscription)),
            Map.entry("/v1/import-subscriptions/{id}/deliveries/{noticeId}", notice()),
            Map.entry("/v1/import-subscriptions/{id}/deliveries/{noticeId}/resend", notice()),
            Map.entry("/v1/profile/{id}", owned(this::person)),
            Map.entry("/v1/profile-merges/{id}", owned(this::merge)),
            Map.entry("/v1/profile-merges/{id}/approve", owned(this::merge)),
            Map.entry("/v1/audit/persons/{personId}", owned(this::person)),
            Map.entry("/v1/operations/parked/{id}", owned(this::parked)),
            Map.entry("/v1/operations/parked/{id}/resolve", owned(this::parked)),
            Map.entry("/v1/operations/parked-events/{id}/retry", owned(this::parkedEvent)),
            Map.entry("/v1/operations/bulk-resolutions/{id}", owned(this::bulk)),
            Map.entry(
                "/v1/operations/drains/{scope}",
                owned(this::drained, () -> "tenant:nobody:" + word())),
            Map.entry("/v1/admin/tenants/{id}", shared(Api.TENANT)),
            Map.entry("/v1/admin/tenants/{id}/administrators", shared(Api.TENANT)),
            Map.entry("/v1/admin/tenants/{id}/import-limits", shared("other")),
            Map.entry("/v1/admin/members/{id}", owned(this::member)),
            Map.entry("/v1/admin/members/{id}/roles", owned(this::member)),
            Map.entry("/v1/admin/members/{id}/passkeys", owned(this::member)),
            Map.entry("/auth/passkeys/{id}/remove", shared(UUID.randomUUID().toString())),
            Map.entry("/v1/admin/api-keys/{id}", owned(this::apiKey)),
            Map.entry(
                "/v1/admin/clients/{clientId}",
                owned(this::client, () -> "client-" + UUID.randomUUID())),
            Map.entry("/v1/admin/tokens/{tokenId}", owned(this::token)),
            Map.entry("/v1/admin/sign-ins/{id}", owned(this::signIn)),
            Map.entry(
                "/v1/admin/sign-in-registrations/{id}",
                owned(this::registration, () -> "p" + UUID.randomUUID())),
            Map.entry("/v1/admin/keys/rotations/{id}", shared(this::rotation)),
            Map.entry("/v1/metrics/{companyId}", company()),
            Map.entry("/v1/metrics/{companyId}/sroi", company()),
            Map.entry("/v1/metrics/{companyId}/vis", company()),
            Map.entry("/v1/metrics/{companyId}/history", company()),
            Map.entry("/v1/metrics/{companyId}/snapshots", company()),
            Map.entry(
                "/v1/metrics/{companyId}/snapshots/{id}",
                new Thing(
                    () -> below(Api.TENANT, snapshot()),
                    () -> below(Api.TENANT, UUID.randomUUID().toString()))),
            Map.entry("/v1/metrics/{metricId}/evidence", owned(this::snapshot)),
            Map.entry("/v1/metrics/{companyId}/assumptions", company()),
            Map.entry(
                "/v1/metrics/{companyId}/assumptions/{name}/{validFrom}",
                new Thing(
                    () -> below(Api.TENANT, "wage_lift", assumed()),
                    () -> below("nobody", "wage_lift", "2026-01-01"))),
            Map.entry("/v1/impact-in/schedules/{id}", owned(this::schedule)),
            Map.entry("/v1/impact-in/schedules/{id}/preview", owned(this::schedule)),
            Map.entry("/v1/impact-in/schedules/{id}/run-now", owned(this::schedule)),
            Map.entry("/v1/impact-in/schedules/{id}/backfill", owned(this::schedule)),
            Map.entry("/v1/impact-in/deliveries/{id}", owned(this::delivery)),
            Map.entry("/v1/impact-in/deliveries/{id}/attempts", owned(this::delivery)),
            Map.entry("/v1/impact-in/deliveries/{id}/payload", owned(this::delivery)),
            Map.entry("/v1/impact-in/deliveries/{id}/approve", owned(this::delivery)),
            Map.entry("/v1/impact-in/deliveries/{id}/refuse", owned(this::delivery)),
            Map.entry("/v1/impact-in/deliveries/{id}/cancel", owned(this::delivery)),
            Map.entry("/v1/impact-in/deliveries/{id}/replay", owned(this::delivery)),
            Map.entry("/v1/impact-in/deliveries/{id}/refreeze", owned(this::delivery)),
            Map.entry("/v1/webhooks/endpoints/{id}", owned(this::webhookEndpoint)),
            Map.entry("/v1/webhooks/endpoints/{id}/secret", owned(this::webhookEndpoint)),
            Map.entry(
                "/v1/webhooks/{endpointId}/{source}",
                shared(UUID.randomUUID().toString(), "benevity")),
            Map.entry("/v1/impact-in/vendors/{platform}", shared("benevity")),
            Map.entry("/v1/impact-in/vendors/{platform}/credentials", shared("benevity")),
            Map.entry("/v1/impact-in/features/{companyId}", company()),
            Map.entry(
                "/v1/operations/circuits/{platform}/{host}",
                new Thing(
                    () -> below("benevity", connected()),
                    () -> below("benevity", "nobody.example.org"))),
            Map.entry("/v1/privacy/erasures/{id}", owned(this::erasure)),
            Map.entry("/v1/privacy/erasures/{id}/approve", owned(this::erasure)),
            Map.entry("/v1/privacy/tombstone-lifts/{id}", owned(this::lift)),
            Map.entry("/v1/privacy/tombstone-lifts/{id}/approve", owned(this::lift)));
  }

  boolean knows(String path) {
    return path.indexOf('{') < 0 || byPath.containsKey(path);
  }

  /** Whether the path leads to something that one tenant has and others have not. */
  boolean owned(String path) {
    return path.indexOf('{') >= 0 && !thing(path).shared();
  }

  /** An address of something that there is. */
  String existing(String path) {
    return path.indexOf('{') < 0 ? path : filled(path, thing(path).existing.get());
  }

  /** An address of the same form where there is nothing. */
  String missing(String path) {
    return filled(path, thing(path).missing.get());
  }

  /** Names of all things of the company that were made so far. */
  Queue<String> made() {
    return made;
  }

  private Thing thing(String path) {
    var thing = byPath.get(path);
    if (thing == null) {
      throw new AssertionError("Say in Things what the parameters stand for: " + path);
    }
    return thing;
  }

  private static String filled(String path, String[] values) {
    var filled = path;
    for (var value : values) {
      var begin = filled.indexOf('{');
      filled = filled.substring(0, begin) + value + filled.substring(filled.indexOf('}') + 1);
    }
    return filled;
  }

  private static Thing shared(String... values) {
    return new Thing(() -> values, () -> new String[0]);
  }

  private static Thing shared(Supplier<String> existing) {
    return new Thing(() -> new String[] {existing.get()}, () -> new String[0]);
  }

  /** What stands below the name of a company. */
  private static Thing company(String... more) {
    return new Thing(() -> below(Api.TENANT, more), () -> below("nobody", more));
  }

  private static String[] below(String company, String... more) {
    return Stream.concat(Stream.of(company), Stream.of(more)).toArray(String[]::new);
  }

  private Thing owned(Supplier<String> existing) {
    return owned(existing, () -> UUID.randomUUID().toString());
  }

  private Thing owned(Supplier<String> existing, Supplier<String> missing) {
    return new Thing(
        () -> {
          var name = existing.get();
          made.add(name);
          return new String[] {name};
        },
        () -> new String[] {missing.get()});
  }

  private String completed() {
    return CompletedImport.of(api, "rejected").id().toString();
  }

  private Thing row() {
    return second(this::completed);
  }

  private Thing attempt() {
    return second(() -> {
      var id = completed();
      http.send(
          "PUT",
          "/v1/imports/" + id + "/rows/1",
          BodyPublishers.ofString("{\"cells\":{\"note\":\"other\"}}"),
          "Content-Type",
          "application/json");
      return id;
    });
  }

  /** The first of what an import has. */
  private Thing second(Supplier<String> existing) {
    return new Thing(
        () -> {
          var name = existing.get();
          made.add(name);
          return new String[] {name, "1"};
        },
        () -> new String[] {UUID.randomUUID().toString(), "1"});
  }

  private String imported() {
    var file =
        "session_id,participant_email,volunteer_email,scheduled_at\n"
            + UUID.randomUUID()
            + ",a@example.org,b@example.org,2026-01-01\n";
    return id(http.csv("/v1/import/sessions", file.getBytes(UTF_8)));
  }

  /** One whose events are over, as a stream of another would go on. */
  private String ended() {
    var id = imported();
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.update(IMPORT_JOBS)
                    .set(IMPORT_JOBS.STATUS, "cancelled")
                    .set(IMPORT_JOBS.FINISHED_AT, DSL.currentInstant())
                    .where(
                        IMPORT_JOBS.TENANT_ID.eq(Api.TENANT),
                        IMPORT_JOBS.IMPORT_ID.eq(UUID.fromString(id)))
                    .execute());
    return id;
  }

  private String webhookEndpoint() {
    var id =
        id(
            http.post(
                "/v1/webhooks/endpoints",
                "{\"source\":\"benevity\",\"name\":\"%s\"}".formatted(word())));
    made.add(id);
    return id;
  }

  private String subscription() {
    var id =
        id(
            http.post(
                "/v1/import-subscriptions",
                "{\"name\":\"%s\",\"channel\":\"webhook\",\"url\":\"https://receiver.example.org/\"}"
                    .formatted(word())));
    made.add(id);
    return id;
  }

  private Thing notice() {
    return new Thing(
        () -> {
          var subscription = subscription();
          var notice = id(http.post("/v1/import-subscriptions/" + subscription + "/test"));
          made.add(notice);
          return new String[] {subscription, notice};
        },
        () -> new String[] {UUID.randomUUID().toString(), UUID.randomUUID().toString()});
  }

  private String group() {
    return id(
        http.post(
            "/v1/import-groups",
            """
            {"name":"old","kind":"sessions","files":[{"importId":"%s"}],"order":"strict","onFailure":"stop"}
            """
                .formatted(imported())));
  }

  private String folder() {
    return id(
        http.post(
            "/v1/import-folders",
            """
            {"name":"f%s","kind":"sessions","enabled":true,"intervalSeconds":60}
            """
                .formatted(UUID.randomUUID())));
  }

  /** The address of a platform that no other company is connected to. */
  private String connected() {
    var host = word() + ".example.org";
    var path = "/v1/impact-in/vendors/benevity";
    var before = http.get(path).header("etag");
    http.send(
        "PUT",
        path,
        BodyPublishers.ofString("{\"endpoint\":\"https://%s\",\"mapping\":{}}".formatted(host)),
        before
            .map(tag -> new String[] {"Content-Type", "application/json", "If-Match", tag})
            .orElseGet(() -> new String[] {"Content-Type", "application/json"}));
    made.add(host);
    return host;
  }

  /** From when on the company assumes something. */
  private String assumed() {
    http.send(
        "PUT",
        "/v1/metrics/" + Api.TENANT + "/assumptions/wage_lift/2026-01-01",
        BodyPublishers.ofString("{\"value\":15000,\"source\":\"a test\"}"),
        "Content-Type",
        "application/json");
    return "2026-01-01";
  }

  private String snapshot() {
    return id(http.post("/v1/metrics/" + Api.TENANT + "/snapshots", "{\"period\":\"2026-03\"}"));
  }

  private String upload() {
    return id(
        http.send(
            "POST",
            "/v1/uploads",
            BodyPublishers.noBody(),
            "Tus-Resumable",
            "1.0.0",
            "Upload-Length",
            "10"));
  }

  private String schedule() {
    return new ImpactRows(api).schedule("benevity").toString();
  }

  private String delivery() {
    return new ImpactRows(api).in("failed").toString();
  }

  private String person() {
    return new Persons(api).person(Api.TENANT, "p" + UUID.randomUUID() + "@example.org").toString();
  }

  private String parked() {
    var id = UUID.randomUUID();
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.insertInto(PARKED_WORKFLOWS)
                    .set(PARKED_WORKFLOWS.TENANT_ID, Api.TENANT)
                    .set(PARKED_WORKFLOWS.PARKED_ID, id)
                    .set(PARKED_WORKFLOWS.FEATURE, "imports")
                    .set(PARKED_WORKFLOWS.WORKFLOW_ID, "imports/demo/" + id)
                    .set(PARKED_WORKFLOWS.BUSINESS_REF, id.toString())
                    .set(PARKED_WORKFLOWS.STAGE, "merging")
                    .set(PARKED_WORKFLOWS.FAILURE_CLASS, "TRANSIENT")
                    .set(PARKED_WORKFLOWS.FAILURE_TYPE, "imports/database-away")
                    .set(PARKED_WORKFLOWS.SENTENCE, "The database could not be reached.")
                    .set(PARKED_WORKFLOWS.SEQUENCE, 1)
                    .set(PARKED_WORKFLOWS.ACTIONS, new String[] {"RETRY"})
                    .execute());
    return id.toString();
  }

  private String parkedEvent() {
    var id = UUID.randomUUID();
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.insertInto(PARKED_EVENTS)
                    .set(PARKED_EVENTS.TENANT_ID, Api.TENANT)
                    .set(PARKED_EVENTS.CONSUMER, word())
                    .set(PARKED_EVENTS.PERSON_ID, UUID.randomUUID())
                    .set(PARKED_EVENTS.POSITION, 1L)
                    .set(PARKED_EVENTS.EVENT_ID, id)
                    .execute());
    return id.toString();
  }

  /** Of a company of its own, as a company has one at a time. */
  private String rotation() {
    var platform = Http.as(api, "platform", "system_admin");
    var company = "t" + UUID.randomUUID().toString().substring(0, 12);
    platform.post("/v1/admin/tenants", "{\"id\":\"%s\",\"name\":\"New\"}".formatted(company));
    return id(platform.post("/v1/admin/keys/rotations", "{\"tenant\":\"%s\"}".formatted(company)));
  }

  private String erasure() {
    return id(
        Http.as(api, Api.TENANT, "privacy_officer")
            .post(
                "/v1/privacy/erasures",
                "{\"personId\":\"%s\",\"reason\":\"objection\"}".formatted(person())));
  }

  private String merge() {
    return id(
        http.post(
            "/v1/profile-merges",
            "{\"personId\":\"%s\",\"intoId\":\"%s\",\"reason\":\"known_twice\"}"
                .formatted(person(), person())));
  }

  private String lift() {
    var address = "p" + UUID.randomUUID() + "@example.org";
    new Persons(api).tombstone(Api.TENANT, "email", address);
    return id(
        Http.as(api, Api.TENANT, "privacy_officer")
            .post(
                "/v1/privacy/tombstone-lifts",
                "{\"kind\":\"email\",\"identifier\":\"%s\",\"reason\":\"rejoined\"}"
                    .formatted(address)));
  }

  private String bulk() {
    return id(
        http.post(
            "/v1/operations/parked/resolve?dryRun=false&stage=" + word(),
            "{\"action\":\"RETRY\",\"reason\":\"again\"}"));
  }

  private String drained() {
    var scope = "tenant:" + Api.TENANT + ":" + word();
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.execute(
                    "insert into csr.drain_switches (scope, reason, actor) values (?, 'x', 'y')",
                    scope));
    return scope;
  }

  private String member() {
    return id(
        http.post(
            "/v1/admin/members",
            "{\"email\":\"%s@example.org\",\"roles\":[\"company_user\"]}".formatted(word())));
  }

  private String signIn() {
    var id = UUID.randomUUID();
    var principal = UUID.fromString(member());
    api.bean(Tenancy.class)
        .change(
            Api.TENANT,
            db ->
                db.insertInto(SIGN_INS)
                    .set(SIGN_INS.TENANT_ID, Api.TENANT)
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
    return id.toString();
  }

  private String registration() {
    return id(
        http.post(
            "/v1/admin/sign-in-registrations",
            "{\"id\":\"p%s\",\"issuer\":\"https://login.example.org\",\"clientId\":\"csr\",\"clientSecret\":\"s\",\"hostedDomains\":[]}"
                .formatted(UUID.randomUUID())));
  }

  private String apiKey() {
    return id(http.post("/v1/admin/api-keys", MACHINE));
  }

  private String client() {
    return http.post("/v1/admin/clients", MACHINE).json().get("clientId").asString();
  }

  private String token() {
    try {
      return SignedJWT.parse(api.freshToken(Api.TENANT, "company_user"))
          .getJWTClaimsSet()
          .getJWTID();
    } catch (ParseException e) {
      throw new IllegalStateException("Access tokens are JWTs", e);
    }
  }

  private static String id(Http.Answer answer) {
    return answer.json().get("id").asString();
  }

  private static String word() {
    return "w" + UUID.randomUUID();
  }
}
