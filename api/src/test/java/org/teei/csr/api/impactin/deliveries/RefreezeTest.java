package org.teei.csr.api.impactin.deliveries;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.DELIVERIES;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.atOnce;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.key;
import static org.teei.csr.schema.jooq.Tables.IMPACT_DELIVERIES;
import static org.teei.csr.schema.jooq.Tables.IMPACT_REPLACED_PAYLOADS;
import static org.teei.csr.schema.jooq.Tables.METRIC_SNAPSHOTS;

import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.imports.Records;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.Http.Answer;
import org.teei.csr.engines.impactin.Payload;
import org.teei.csr.schema.jooq.tables.records.ImpactDeliveriesRecord;
import org.teei.csr.schema.jooq.tables.records.ImpactDeliveryAttemptsRecord;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * An id that is wrong in what is frozen is mended, where what is frozen certainly never arrived.
 */
class RefreezeTest {
  private static final String REFUSED = "refused,DATA,organization-not-found,404";
  private static final String NOT_FOUND = "not-found,,,404";

  private final Api api = Api.shared();
  private final Http http = new Http(api);
  private final ImpactRows rows = new ImpactRows(api);

  @Test
  void aDryRunShowsWhatWouldBeFrozenAndWhatDiffers() {
    var id = refused("benevity", "failed");
    mapping("benevity", "right");

    var seen = ask(id);

    assertThat(seen.status()).as(seen.text()).isEqualTo(200);
    assertThat(seen.json().get("frozenSha256").asString())
        .isEqualTo(rows.row(id).getPayloadSha256());
    assertThat(seen.json().get("changes").toString())
        .contains("organizationId", "\"before\":\"wrong\"", "\"after\":\"right\"")
        .doesNotContain("volunteer_hours");
    assertThat(seen.json().get("changes").size()).isEqualTo(1);
    assertThat(seen.json().get("findings").size()).isZero();
    assertThat(seen.json().get("refusal").isNull()).isTrue();
    assertThat(rows.row(id).getRun()).isEqualTo(1);
    assertThat(rows.starts(id)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"failed", "expired", "cancelled", "refused"})
  void theSameFiguresAreFrozenWithTheMendedIdAndItBeginsAgain(String status) {
    var id = refused("benevity", status);
    var before = rows.row(id);
    var sent = http.get(DELIVERIES + "/" + id + "/payload").text();
    mapping("benevity", "right");

    var answer = refreeze(id, shown(id), key());

    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(answer.header("location")).hasValue(DELIVERIES + "/" + id);
    assertThat(answer.json().get("status").asString()).isEqualTo("pending");
    assertThat(answer.json().get("run").asInt()).isEqualTo(2);
    assertThat(answer.json().get("snapshotId").asString())
        .isEqualTo(before.getSnapshotId().toString());
    assertThat(answer.json().get("payloadSha256").asString())
        .isNotEqualTo(before.getPayloadSha256());
    assertThat(http.get(DELIVERIES + "/" + id + "/payload").text())
        .isEqualTo(sent.replace("wrong", "right"));
    assertThat(rows.starts(id))
        .singleElement()
        .satisfies(start -> assertThat(start.getWorkflowId()).isEqualTo("impactin/demo/" + id));
  }

  @Test
  void whatWasFrozenBeforeStaysOnRecord() {
    var id = refused("benevity", "failed");
    var before = rows.row(id);
    var sent = http.get(DELIVERIES + "/" + id + "/payload").text();
    mapping("benevity", "right");
    var later = shown(id);
    refreeze(id, later, key());

    var kept = http.get(DELIVERIES + "/" + id + "/payload?sha256=" + before.getPayloadSha256());

    assertThat(kept.text()).isEqualTo(sent);
    assertThat(kept.header("x-content-sha256")).hasValue(before.getPayloadSha256());
    assertThat(http.get(DELIVERIES + "/" + id + "/payload?sha256=" + "0".repeat(64)).status())
        .isEqualTo(404);
    assertThat(http.get(DELIVERIES + "/" + id + "/payload?sha256=" + later).header("content-type"))
        .hasValue("application/json");
    var records = new Records(api);
    assertThat(records.decisionsAbout(id)).isEqualTo(1);
    assertThat(records.auditedActions(id)).containsExactly("impactin.refreeze");
    assertThat(http.get("/v1/audit?resourceType=delivery&resourceId=" + id).text())
        .contains(before.getPayloadSha256(), later);
  }

  @Test
  void whatDiffersIsAskedAboutWhereAnythingIs() {
    var id = refused("benevity", "failed");
    mapping("benevity", "right");
    refreeze(id, shown(id), key());

    assertThat(rows.row(id).getChanges().data()).contains("deviates", "differs", "organizationId");
  }

  @Test
  void itIsMendedAsOftenAsItIsWrong() {
    var id = refused("benevity", "failed");
    var first = rows.row(id).getPayloadSha256();
    mapping("benevity", "wrong-too");
    refreeze(id, shown(id), key());
    var second = rows.row(id).getPayloadSha256();
    attempt(id, 2, "send", REFUSED);
    rows.change(id, row -> ImpactRows.status(row, "failed"));
    mapping("benevity", "right");

    assertThat(refreeze(id, shown(id), key()).json().get("run").asInt()).isEqualTo(3);

    for (var sha256 : new String[] {first, second, rows.row(id).getPayloadSha256()}) {
      assertThat(http.get(DELIVERIES + "/" + id + "/payload?sha256=" + sha256).status())
          .isEqualTo(200);
    }
    assertThat(rows.row(id).getChanges().data())
        .contains("\"wrong-too\"")
        .doesNotContain("\"wrong\"");
  }

  /** Nothing was sent, or the platform said that it takes nothing of it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        REFUSED,
        "refused,AUTH,credentials-refused,401",
        "refused,AUTH,no-credentials,",
        "refused,PERMANENT,platform-disabled,",
        "refused,PERMANENT,refused-422,422",
        "refused,DATA,invalid-activity,500",
        "try-later,RATE_LIMITED,rate-limited,429",
        "try-later,TRANSIENT,unreachable,",
        "try-later,TRANSIENT,circuit-open,"
      })
  void aCallThatWasCertainlyRefusedOrNeverMadeStandsInNoWay(String outcome) {
    var id = refused("benevity", "failed");
    attempt(id, 2, "send", outcome);
    mapping("benevity", "right");

    assertThat(refreeze(id, shown(id), key()).status()).isEqualTo(202);
  }

  /** The platform may keep it under the key, or under none. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "unknown,TRANSIENT,no-answer,",
        "unknown,,cut-off,",
        "try-later,TRANSIENT,platform-failing,500",
        "refused,PERMANENT,idempotency-conflict,409",
        "refused,PERMANENT,duplicate-activity,409",
        "refused,PERMANENT,refused-409,409",
        "refused,PERMANENT,redirected,303",
        "accepted,,,200",
        ""
      })
  void whatMayHaveArrivedIsNeverFrozenAnew(String outcome) {
    var id = refused("benevity", "failed");
    attempt(id, 2, "send", outcome);
    attempt(id, 3, "send", REFUSED);
    mapping("benevity", "right");

    var answer = refreeze(id, shown(id), key());

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.problem()).isEqualTo("impactin/may-have-arrived");
    assertThat(ask(id).json().get("refusal").asString()).isEqualTo("may-have-arrived");
    assertUntouched(id);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "not-found,,,404; 202",
        "not-found,,a-person-looked,; 202",
        "cannot-ask,,,; 409",
        "try-later,TRANSIENT,platform-failing,500; 409",
        "unknown,AUTH,credentials-refused,401; 409",
        "refused,PERMANENT,failed-on-platform,200; 409"
      })
  void ofWhatWasCutOffOnlyTheWordThatItIsNotThereCounts(String word, int status) {
    var id = refused("benevity", "failed");
    attempt(id, 2, "send", "unknown,TRANSIENT,no-answer,");
    attempt(id, 3, "ask", word);
    mapping("benevity", "right");

    assertThat(refreeze(id, shown(id), key()).status()).isEqualTo(status);
  }

  @Test
  void aWordOfBeforeSaysNothingOfALaterCall() {
    var id = refused("benevity", "failed");
    attempt(id, 2, "ask", NOT_FOUND);
    attempt(id, 3, "send", "unknown,TRANSIENT,no-answer,");
    mapping("benevity", "right");

    assertThat(refreeze(id, shown(id), key()).problem()).isEqualTo("impactin/may-have-arrived");
  }

  @Test
  void aFileThatCouldNotBeWrittenMayBeThere() {
    var id = frozen("file", "{\"form\":\"csv\"}", "failed");
    attempt(id, 1, "send", "try-later,TRANSIENT,storage-unreachable,");
    rows.connect(Api.TENANT, "file", "{\"form\":\"json\"}");

    assertThat(refreeze(id, shown(id), key()).problem()).isEqualTo("impactin/may-have-arrived");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pending",
        "awaiting_approval",
        "delivering",
        "retrying",
        "unknown",
        "parked",
        "delivered",
        "confirmed"
      })
  void whatHasArrivedOrIsUnderWayStaysAsItIs(String status) {
    var id = frozen("benevity", "{\"organizationId\":\"wrong\"}", status);
    mapping("benevity", "right");

    assertThat(ask(id).json().get("refusal").asString()).isEqualTo("not-replayable");
    var answer = refreeze(id, shown(id), key());
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.problem()).isEqualTo("impactin/not-replayable");
    assertUntouched(id);
  }

  @Test
  void whatWouldBeTheSameIsReplayedInstead() {
    var id = refused("benevity", "failed");

    var answer = refreeze(id, shown(id), key());

    assertThat(answer.problem()).isEqualTo("impactin/same-payload");
    assertUntouched(id);
  }

  @Test
  void aMappingThatChangedSinceItWasShownIsShownAgain() {
    var id = refused("benevity", "failed");
    mapping("benevity", "right");
    var shown = shown(id);
    mapping("benevity", "other");

    var answer = refreeze(id, shown, key());

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.problem()).isEqualTo("impactin/not-what-was-shown");
    assertThat(refreeze(id, null, key()).problem()).isEqualTo("impactin/not-what-was-shown");
    assertUntouched(id);
  }

  @Test
  void nothingIsFrozenForACompanyThatIsNotConnected() {
    var id = refused("goodera", "failed");
    rows.disconnect(Api.TENANT, "goodera");

    assertThat(ask(id).problem()).isEqualTo("impactin/platform-not-connected");
  }

  @Test
  void whatWasNeverFrozenIsFrozenByAReplay() {
    assertThat(ask(rows.in("failed")).problem()).isEqualTo("impactin/not-frozen");
  }

  @Test
  void itNeedsAKeyThatWorksOnce() {
    var id = refused("benevity", "failed");
    mapping("benevity", "right");
    var shown = shown(id);
    assertThat(http.post(DELIVERIES + "/" + id + "/refreeze", body(shown)).problem())
        .isEqualTo("idempotency/key-required");
    var key = key();

    var first = refreeze(id, shown, key);
    rows.change(id, row -> ImpactRows.status(row, "failed"));

    assertThat(refreeze(id, shown, key).json()).isEqualTo(first.json());
    assertThat(rows.row(id).getRun()).isEqualTo(2);
    assertThat(rows.starts(id)).hasSize(1);
  }

  @Test
  void ofReplaysAndRefreezesAtOnceOneBeginsIt() {
    var id = refused("benevity", "failed");
    mapping("benevity", "right");
    var shown = shown(id);

    var answers =
        atOnce(
            20,
            i ->
                i % 2 == 0
                    ? refreeze(id, shown, key())
                    : http.post(DELIVERIES + "/" + id + "/replay", "{}", "Idempotency-Key", key()));

    assertThat(answers).filteredOn(answer -> answer.status() == 202).hasSize(1);
    assertThat(answers).filteredOn(answer -> answer.status() == 409).hasSize(19);
    assertThat(rows.row(id).getRun()).isEqualTo(2);
    assertThat(rows.starts(id)).hasSize(1);
  }

  /** Whoever has the rights of the API, or of the workers, and an error. */
  @Test
  void theDatabaseKeepsWhatIsFrozenInAllOtherCases() {
    var requests = new Tenancy(api.database().api());
    var without = refused("benevity", "failed");
    assertKept(requests, without, row -> row.setRun(2));

    var unclear = refused("benevity", "failed");
    attempt(unclear, 2, "send", "unknown,TRANSIENT,no-answer,");
    keep(requests, unclear, rows.row(unclear).getPayloadSha256());
    assertKept(requests, unclear, row -> row.setRun(2));

    var other = refused("benevity", "failed");
    keep(requests, other, "1".repeat(64));
    assertKept(requests, other, row -> row.setRun(2));

    var sound = refused("benevity", "failed");
    keep(requests, sound, rows.row(sound).getPayloadSha256());
    assertKept(requests, sound, _ -> {});
    assertKept(api.worker(), sound, row -> row.setRun(3));
    assertKept(
        api.worker(),
        sound,
        row -> {
          row.setRun(2);
          row.setSnapshotId(rows.snapshot(Api.TENANT, ImpactRows.month(), 1, ImpactRows.FIGURES));
        });
    change(requests, sound, row -> row.setRun(2));
    assertThat(rows.row(sound).getPayloadSha256()).isEqualTo("0".repeat(64));
  }

  private void assertKept(Tenancy tenancy, UUID id, Consumer<ImpactDeliveriesRecord> more) {
    assertThatThrownBy(() -> change(tenancy, id, more)).hasMessageContaining("does not change");
  }

  private static void change(Tenancy tenancy, UUID id, Consumer<ImpactDeliveriesRecord> more) {
    tenancy.change(
        Api.TENANT,
        db -> {
          var row =
              db.selectFrom(IMPACT_DELIVERIES)
                  .where(ImpactDeliveries.is(Api.TENANT, id))
                  .fetchSingle();
          row.setPayloadSha256("0".repeat(64));
          more.accept(row);
          row.update();
        });
  }

  private void keep(Tenancy requests, UUID id, String sha256) {
    var row = rows.row(id);
    requests.change(
        Api.TENANT,
        db ->
            db.insertInto(IMPACT_REPLACED_PAYLOADS)
                .set(IMPACT_REPLACED_PAYLOADS.TENANT_ID, Api.TENANT)
                .set(IMPACT_REPLACED_PAYLOADS.DELIVERY_ID, id)
                .set(IMPACT_REPLACED_PAYLOADS.RUN, row.getRun())
                .set(IMPACT_REPLACED_PAYLOADS.PAYLOAD_CIPHERTEXT, row.getPayloadCiphertext())
                .set(IMPACT_REPLACED_PAYLOADS.PAYLOAD_SHA256, sha256)
                .set(IMPACT_REPLACED_PAYLOADS.CONTENT_TYPE, row.getContentType())
                .set(IMPACT_REPLACED_PAYLOADS.DECISION_ID, UUID.randomUUID())
                .set(IMPACT_REPLACED_PAYLOADS.REPLACED_BY, "test")
                .execute());
  }

  private void assertUntouched(UUID id) {
    assertThat(rows.row(id).getRun()).isEqualTo(1);
    assertThat(rows.starts(id)).isEmpty();
    assertThat(new Records(api).decisionsAbout(id)).isZero();
  }

  /** One that was sent with an id that the platform does not know. */
  private UUID refused(String platform, String status) {
    var id = frozen(platform, wrong(platform), status);
    attempt(id, 1, "send", REFUSED);
    return id;
  }

  private static String wrong(String platform) {
    return platform.equals("goodera")
        ? "{\"organizationId\":\"wrong\",\"projectId\":\"p\"}"
        : "{\"organizationId\":\"wrong\"}";
  }

  /** Frozen of real figures. */
  private UUID frozen(String platform, String mapping, String status) {
    rows.connect(Api.TENANT, platform, mapping);
    var snapshot = rows.snapshot(Api.TENANT, ImpactRows.month(), 1, ImpactRows.FIGURES);
    var payload = api.worker().read(Api.TENANT, db -> payload(db, snapshot, platform));
    return rows.delivery(row -> {
      row.setPlatform(platform);
      rows.frozen(row, snapshot, new String(payload.bytes(), UTF_8), payload.contentType());
      row.setChanges(
          JSONB.jsonb(
              "[{\"kind\":\"deviates\",\"what\":\"hours\",\"before\":\"1\",\"after\":\"2\"}]"));
      ImpactRows.status(row, status);
    });
  }

  private static Payload payload(DSLContext db, UUID snapshot, String platform) {
    var figures =
        db.selectFrom(METRIC_SNAPSHOTS)
            .where(
                METRIC_SNAPSHOTS.TENANT_ID.eq(Api.TENANT),
                METRIC_SNAPSHOTS.SNAPSHOT_ID.eq(snapshot))
            .fetchSingle();
    return Payloads.of(db, figures, platform).orElseThrow();
  }

  private void mapping(String platform, String organization) {
    rows.connect(Api.TENANT, platform, "{\"organizationId\":\"%s\"}".formatted(organization));
  }

  /**
   * @param outcome verdict, failure class, reason and HTTP status; empty for one that has not ended
   */
  private void attempt(UUID id, int number, String kind, String outcome) {
    var words = outcome.split(",", -1);
    rows.attempt(
        id,
        number,
        "{}",
        "{}",
        (ImpactDeliveryAttemptsRecord row) -> {
          row.setKind(kind);
          if (words.length == 4) {
            row.setEndedAt(Instant.now());
            row.setVerdict(words[0]);
            row.setFailureClass(orNull(words[1]));
            row.setReason(orNull(words[2]));
            row.setHttpStatus(words[3].isEmpty() ? null : Integer.valueOf(words[3]));
          }
        });
  }

  private static @Nullable String orNull(String word) {
    return word.isEmpty() ? null : word;
  }

  private Answer ask(UUID id) {
    return http.post(DELIVERIES + "/" + id + "/refreeze", "{}");
  }

  private String shown(UUID id) {
    return ask(id).json().get("payloadSha256").asString();
  }

  private Answer refreeze(UUID id, @Nullable String shown, String key) {
    return http.post(DELIVERIES + "/" + id + "/refreeze", body(shown), "Idempotency-Key", key);
  }

  private static String body(@Nullable String shown) {
    return shown == null
        ? "{\"dryRun\":false}"
        : "{\"dryRun\":false,\"payloadSha256\":\"%s\",\"reason\":\"the id was wrong\"}"
            .formatted(shown);
  }
}
