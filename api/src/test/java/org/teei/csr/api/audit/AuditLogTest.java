package org.teei.csr.api.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;

import java.net.URLEncoder;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.audit.AuditLog.Place;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Cursors;
import org.teei.csr.api.shared.Http;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.audit.Change;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import tools.jackson.databind.JsonNode;

class AuditLogTest {
  private final Api api = Api.shared();
  private final Http http = new Http(api);
  private final Tenancy tenancy = new Tenancy(api.database().api());

  /** Nobody else's, so that a test finds its own entries by it. */
  private final String actor = "actor-" + UUID.randomUUID();

  @Test
  void anEntryIsShownWithAllThatItSays() {
    var decision = Ids.next();
    var entry =
        entry("imports.restart")
            .withDecision(decision)
            .withRequest("request-1")
            .withWorkflow("imports/demo/1")
            .withChanges(
                new Change("status", "expired", "queued"), new Change("finishedAt", "1", null))
            .withDetails(Map.of("rows", 3));
    append(entry);

    var shown = list("actor=" + actor).get("items").get(0);

    assertThat(shown.get("id").asString()).isEqualTo(entry.entryId().toString());
    assertThat(Instant.parse(shown.get("occurredAt").asString())).isBefore(Instant.now());
    assertThat(shown.get("tenant").asString()).isEqualTo(Api.TENANT);
    assertThat(shown.get("actor").asString()).isEqualTo(actor);
    assertThat(shown.get("role").asString()).isEqualTo("company_admin");
    assertThat(shown.get("action").asString()).isEqualTo("imports.restart");
    assertThat(shown.get("resourceType").asString()).isEqualTo("import");
    assertThat(shown.get("resourceId").asString()).isEqualTo("1");
    assertThat(shown.get("purpose").asString()).isEqualTo("programme");
    assertThat(shown.get("decisionId").asString()).isEqualTo(decision.toString());
    assertThat(shown.get("requestId").asString()).isEqualTo("request-1");
    assertThat(shown.get("workflowId").asString()).isEqualTo("imports/demo/1");
    assertThat(shown.get("changes").get(0).get("field").asString()).isEqualTo("status");
    assertThat(shown.get("changes").get(0).get("before").asString()).isEqualTo("expired");
    assertThat(shown.get("changes").get(0).get("after").asString()).isEqualTo("queued");
    assertThat(shown.get("changes").get(1).get("after").isNull()).isTrue();
    assertThat(shown.get("details").get("rows").asInt()).isEqualTo(3);
  }

  @Test
  void anEntryOfTheFirstFormIsShown() {
    tenancy.change(
        Api.TENANT,
        db ->
            db.insertInto(AUDIT_ENTRIES)
                .set(AUDIT_ENTRIES.TENANT_ID, Api.TENANT)
                .set(AUDIT_ENTRIES.ENTRY_ID, Ids.next())
                .set(AUDIT_ENTRIES.ACTOR, actor)
                .set(AUDIT_ENTRIES.ACTOR_ROLE, "operator")
                .set(AUDIT_ENTRIES.ACTION, "imports.created")
                .set(AUDIT_ENTRIES.RESOURCE_TYPE, "import")
                .set(AUDIT_ENTRIES.RESOURCE_ID, "1")
                .execute());

    var shown = list("actor=" + actor).get("items").get(0);

    assertThat(shown.get("purpose").isNull()).isTrue();
    assertThat(shown.get("changes").size()).isZero();
  }

  @Test
  void theNewestComesFirst() {
    var first = append(entry("imports.pause"));
    var second = append(entry("imports.resume"));

    assertThat(ids(list("actor=" + actor))).containsExactly(second, first);
    assertThat(ids(list("page_size=1"))).containsExactly(second);
  }

  @ParameterizedTest
  @CsvSource({
    "action=imports.pause",
    "resourceType=wanted",
    "resourceType=wanted&resourceId=2",
    "requestId=wanted-request"
  })
  void aFilterShowsWhatItNames(String filter) {
    var wanted =
        append(
            AuditEntry.of(Api.TENANT, actor, "company_admin", "imports.pause", "wanted", "2")
                .withRequest("wanted-request"));
    append(entry("imports.resume").withRequest("another-request"));

    assertThat(ids(list("actor=" + actor + "&" + filter))).containsExactly(wanted);
  }

  @Test
  void aTimeIsMeantFromItsFirstMomentToBeforeItsLast() {
    append(entry("imports.pause"));
    var middle = append(entry("imports.resume"));
    append(entry("imports.cancel"));
    var times = list("actor=" + actor).get("items").findValuesAsString("occurredAt");

    assertThat(ids(list("actor=" + actor + "&from=" + times.get(1) + "&to=" + times.get(0))))
        .containsExactly(middle);
  }

  @Test
  void pagesNeitherSkipNorRepeatThoughEntriesAreAdded() {
    List<UUID> written = new ArrayList<>();
    // In one transaction, so that their times are the same.
    tenancy.change(
        Api.TENANT,
        db -> {
          for (var i = 0; i < 7; i++) {
            var entry = entry("imports.pause");
            Audit.append(db, entry);
            written.add(entry.entryId());
          }
        });

    List<UUID> read = new ArrayList<>();
    var path = "/v1/audit?page_size=3&actor=" + actor;
    while (path != null) {
      var page = http.get(path).json();
      read.addAll(ids(page));
      append(entry("imports.resume"));
      var next = page.get("links").get("next");
      path = next.isNull() ? null : next.asString();
    }

    assertThat(read).containsExactlyElementsOf(written.reversed());
  }

  @Test
  void linksKeepTheFilters() {
    append(entry("imports.pause"));
    append(entry("imports.pause"));

    var links = list("page_size=1&action=imports.pause&actor=" + actor).get("links");

    assertThat(links.get("next").asString())
        .startsWith("/v1/audit?")
        .contains("actor=" + actor, "action=imports.pause", "page_size=1", "cursor=");
    assertThat(links.get("first").asString()).doesNotContain("cursor=");
    assertThat(http.get(links.get("self").asString()).status()).isEqualTo(200);
  }

  @Test
  void aFilterMayHoldAnyCharacters() {
    var odd = "a+b{c}&d=e%20æ" + UUID.randomUUID();
    append(AuditEntry.of(Api.TENANT, odd, "company_admin", "imports.pause", "import", "1"));
    append(AuditEntry.of(Api.TENANT, odd, "company_admin", "imports.pause", "import", "1"));
    var first = http.get("/v1/audit?page_size=1&actor=" + URLEncoder.encode(odd, UTF_8)).json();

    assertThat(ids(first)).hasSize(1);
    assertThat(ids(http.get(first.get("links").get("next").asString()).json())).hasSize(1);
  }

  @Test
  void aCursorHoldsForItsFiltersOnly() {
    append(entry("imports.pause"));
    append(entry("imports.pause"));
    var next = list("page_size=1&actor=" + actor).get("links").get("next").asString();
    var cursor = next.substring(next.indexOf("cursor=") + "cursor=".length());

    assertThat(http.get("/v1/audit?actor=" + actor + "&cursor=" + cursor).status()).isEqualTo(200);
    assertThatTheCursorIsRefused("cursor=" + cursor);
    assertThatTheCursorIsRefused("actor=" + actor + "&action=x&cursor=" + cursor);
    var other = cursor.charAt(20) == 'A' ? 'B' : 'A';
    assertThatTheCursorIsRefused(
        "actor=" + actor + "&cursor=" + cursor.substring(0, 20) + other + cursor.substring(21));
    assertThatTheCursorIsRefused("actor=" + actor + "&cursor=" + cursor.substring(8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "AAAAAQ", "!", "", "2"})
  void whatIsNoCursorIsRefused(String cursor) {
    assertThatTheCursorIsRefused("cursor=" + cursor);
  }

  @Test
  void aCursorOfAnotherTenantIsRefused() {
    var place = new Place(Instant.now(), UUID.randomUUID()).bytes();
    var foreign =
        api.bean(Cursors.class).seal(api.database().freshTenant(), AuditLog.PATH, Map.of(), place);

    assertThatTheCursorIsRefused("cursor=" + foreign);
  }

  @Test
  void entriesOfAnotherTenantAreNotShown() {
    var foreign = api.database().freshTenant();
    tenancy.change(
        foreign,
        db ->
            Audit.append(
                db, AuditEntry.of(foreign, actor, "company_admin", "imports.pause", "i", "1")));

    assertThat(ids(list("actor=" + actor))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "page_size=0, page_size",
    "page_size=101, page_size",
    "from=yesterday, from",
    "to=2026-01-01, to",
    "from=+1000000000-12-31T23:59:59Z, from",
    "from=-0001-01-01T00:00:00Z, from",
    "from=2026-01-02T00:00:00Z&to=2026-01-02T00:00:00Z, to",
    "resourceId=1, resourceType",
    "actor=%00, actor"
  })
  void aParameterThatIsNotUnderstoodIsRefused(String query, String parameter) {
    var answer = http.get("/v1/audit?" + query.replace("=+", "=%2B"));

    assertThat(answer.problem()).isEqualTo("shared/invalid-parameter");
    assertThat(answer.json().get("errors").findValuesAsString("parameter")).contains(parameter);
  }

  @ParameterizedTest
  @ValueSource(strings = {"page=2", "offset=20", "tenantId=other", "Actor=x"})
  void aParameterThatIsNotKnownIsRefused(String query) {
    assertThat(http.get("/v1/audit?" + query).problem()).isEqualTo("shared/unknown-parameter");
  }

  /** Neither sorting nor counting: a page costs the same in a long record. */
  @Test
  void aPageIsReadFromTheEndOfAnIndex() throws SQLException {
    var tenant = api.database().freshTenant();
    tenancy.change(
        tenant,
        db ->
            db.execute(
                """
                insert into csr.audit_entries
                  (tenant_id, entry_id, occurred_at, actor, actor_role, action, resource_type, resource_id, request_id)
                select {0}, gen_random_uuid(), now() - i * interval '1 minute', 'actor-' || i % 50, 'r',
                  'action-' || i % 50, 'import', (i % 100)::text, 'request-' || i
                from generate_series(1, 20000) as i
                """,
                DSL.val(tenant)));
    try (var connection = api.database().superuser().getConnection();
        var analyze = connection.createStatement()) {
      analyze.execute("analyze csr.audit_entries");
    }

    var none = new AuditFilter(null, null, null, null, null, null, null, null);
    var place = new Place(Instant.now().minusSeconds(36_000), UUID.randomUUID());
    assertThat(plan(tenant, none, null))
        .contains("Index Scan Backward using audit_entries_by_time")
        .doesNotContain("Sort", "Seq Scan on audit_entries");
    assertThat(plan(tenant, none, place))
        .contains("Index Scan Backward using audit_entries_by_time", "ROW(occurred_at, entry_id) <")
        .doesNotContain("Sort", "Seq Scan on audit_entries");
    assertThat(
            plan(
                tenant, new AuditFilter(null, "actor-7", null, null, null, null, null, null), null))
        .contains("Index Scan Backward using audit_entries_by_actor")
        .doesNotContain("Sort");
    assertThat(
            plan(
                tenant,
                new AuditFilter(null, null, "action-7", null, null, null, null, null),
                null))
        .contains("Index Scan Backward using audit_entries_by_action")
        .doesNotContain("Sort");
    assertThat(
            plan(
                tenant,
                new AuditFilter(null, null, null, null, null, "request-9", null, null),
                null))
        .contains("audit_entries_by_request");
    assertThat(planOfAll(none, place))
        .contains("Scan Backward using audit_entries_by_time", "ROW(occurred_at, entry_id) <")
        .doesNotContain("Seq Scan on audit_entries");
  }

  private String planOfAll(AuditFilter filter, @Nullable Place after) {
    return new SystemView(Api.shared().database().system())
        .read(db ->
            db.explain(
                    AuditLog.queryAll(
                        db,
                        List.of(AUDIT_ENTRIES.OCCURRED_AT, AUDIT_ENTRIES.ENTRY_ID),
                        filter,
                        after,
                        21))
                .plan());
  }

  private String plan(String tenant, AuditFilter filter, @Nullable Place after) {
    return tenancy.read(
        tenant,
        db ->
            db.explain(
                    AuditLog.query(
                        db,
                        List.of(AUDIT_ENTRIES.fields()),
                        AUDIT_ENTRIES.TENANT_ID.eq(tenant),
                        filter,
                        after,
                        21))
                .plan());
  }

  private void assertThatTheCursorIsRefused(String query) {
    var answer = http.get("/v1/audit?" + query);
    assertThat(answer.problem()).isEqualTo("shared/invalid-parameter");
    assertThat(answer.json().get("errors").findValuesAsString("parameter"))
        .containsExactly("cursor");
  }

  private AuditEntry entry(String action) {
    return AuditEntry.of(Api.TENANT, actor, "company_admin", action, "import", "1");
  }

  private UUID append(AuditEntry entry) {
    tenancy.change(Api.TENANT, db -> Audit.append(db, entry));
    return entry.entryId();
  }

  private JsonNode list(String query) {
    return http.get("/v1/audit?" + query).json();
  }

  private static List<UUID> ids(JsonNode page) {
    return page.get("items")
        .valueStream()
        .map(item -> UUID.fromString(item.get("id").asString()))
        .toList();
  }
}
