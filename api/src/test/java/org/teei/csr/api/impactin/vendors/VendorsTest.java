package org.teei.csr.api.impactin.vendors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;
import static org.teei.csr.schema.jooq.Tables.VENDOR_CIRCUITS;
import static org.teei.csr.schema.jooq.Tables.VENDOR_CONNECTIONS;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.Http.Answer;
import org.teei.csr.schema.impactin.VendorCredentials;
import org.teei.csr.schema.jooq.tables.records.VendorConnectionsRecord;

class VendorsTest {
  private static final String VENDORS = "/v1/impact-in/vendors";

  private final Api api = Api.shared();
  private final String tenant = api.database().freshTenant();
  private Http http;

  @BeforeEach
  void signIn() {
    http = Http.as(api, tenant, "company_admin");
  }

  private Answer put(String path, String body, String... headers) {
    return http.send(
        "PUT",
        path,
        BodyPublishers.ofString(body),
        Stream.concat(Stream.of("Content-Type", "application/json"), Stream.of(headers))
            .toArray(String[]::new));
  }

  private Answer benevity() {
    return put(
        VENDORS + "/benevity",
        "{\"endpoint\":\"https://benevity.example.org/api/\",\"mapping\":{\"organizationId\":\"org-17\"}}");
  }

  private VendorConnectionsRecord row(String platform) {
    return api.worker()
        .read(
            tenant,
            db ->
                db.selectFrom(VENDOR_CONNECTIONS)
                    .where(VENDOR_CONNECTIONS.TENANT_ID.eq(tenant))
                    .and(VENDOR_CONNECTIONS.PLATFORM.eq(platform))
                    .fetchSingle());
  }

  @Test
  void aPlatformIsConnectedReadListedAndDisconnected() {
    assertThat(http.get(VENDORS + "/benevity").problem()).isEqualTo("impactin/not-connected");

    var made = benevity();

    assertThat(made.status()).isEqualTo(200);
    assertThat(made.json().get("endpoint").asString())
        .isEqualTo("https://benevity.example.org/api");
    assertThat(made.json().get("auth").asString()).isEqualTo("bearer");
    assertThat(made.json().get("protocol").asString()).isEqualTo("rest");
    assertThat(made.json().get("apiVersion").asString()).isEqualTo("1.0");
    assertThat(made.json().get("perMinute").isNull()).isTrue();
    assertThat(made.json().get("credentials").isNull()).isTrue();
    assertThat(row("benevity").getHost()).isEqualTo("benevity.example.org");
    var tag = made.header("etag").orElseThrow();
    assertThat(http.get(VENDORS + "/benevity").json()).isEqualTo(made.json());
    assertThat(http.get(VENDORS).json().get("vendors").get(0)).isEqualTo(made.json());
    assertThat(Http.as(api, "other", "company_admin").get(VENDORS).text())
        .doesNotContain("benevity.example.org");

    assertThat(http.send("DELETE", VENDORS + "/benevity", BodyPublishers.noBody()).status())
        .isEqualTo(428);
    assertThat(
            http.send("DELETE", VENDORS + "/benevity", BodyPublishers.noBody(), "If-Match", tag)
                .status())
        .isEqualTo(204);
    assertThat(http.get(VENDORS + "/benevity").status()).isEqualTo(404);
  }

  @Test
  void nobodyOverwritesWhatTheyHaveNotSeen() {
    var tag = benevity().header("etag").orElseThrow();

    assertThat(benevity().status()).isEqualTo(428);
    var body = "{\"endpoint\":\"https://benevity.example.org\",\"mapping\":{}}";
    assertThat(put(VENDORS + "/benevity", body, "If-Match", tag).status()).isEqualTo(200);
    assertThat(put(VENDORS + "/benevity", body, "If-Match", tag).status()).isEqualTo(412);
    assertThat(put(VENDORS + "/goodera", body, "If-Match", tag).status()).isIn(400, 412);
  }

  @Test
  void credentialsAreSetAndShownNowhere() {
    benevity();

    var set = put(VENDORS + "/benevity/credentials", "{\"apiKey\":\"not-a-real-key-1\"}");

    assertThat(set.status()).isEqualTo(200);
    assertThat(set.text()).doesNotContain("not-a-real-key");
    assertThat(http.get(VENDORS + "/benevity").text()).doesNotContain("not-a-real-key");
    assertThat(http.get(VENDORS).text()).doesNotContain("not-a-real-key");
    var row = row("benevity");
    assertThat(set.json().get("credentials").get("fingerprint").asString())
        .isEqualTo(row.getCredentialsFingerprint());
    assertThat(new String(row.getCredentialsCiphertext(), StandardCharsets.ISO_8859_1))
        .doesNotContain("not-a-real-key");
    assertThat(
            api.bean(VendorCredentials.class)
                .open(tenant, "benevity", row.getCredentialsCiphertext()))
        .isEqualTo(Map.of("apiKey", "not-a-real-key-1"));
    assertThat(audited("impactin.set-vendor-credentials")).doesNotContain("not-a-real-key");
  }

  @Test
  void credentialsAfterTheFirstAreTheNextOnes() {
    benevity();
    put(VENDORS + "/benevity/credentials", "{\"apiKey\":\"not-a-real-key-1\"}");
    var first = row("benevity").getCredentialsFingerprint();

    var second = put(VENDORS + "/benevity/credentials", "{\"apiKey\":\"not-a-real-key-2\"}").json();
    assertThat(second.get("credentials").get("fingerprint").asString()).isEqualTo(first);
    assertThat(second.get("next").get("fingerprint").asString()).isNotEqualTo(first);

    var third =
        put(VENDORS + "/benevity/credentials?immediately=true", "{\"apiKey\":\"not-a-real-key-3\"}")
            .json();
    assertThat(third.get("credentials").get("fingerprint").asString()).isNotEqualTo(first);
    assertThat(third.get("next").isNull()).isTrue();
  }

  /** Whoever may change where requests go would otherwise read what may only be written. */
  @Test
  void credentialsAreNotSentWhereTheyWereNotMeantFor() {
    benevity();
    var tag =
        put(VENDORS + "/benevity/credentials", "{\"apiKey\":\"not-a-real-key-1\"}")
            .header("etag")
            .orElseThrow();

    var kept =
        put(
            VENDORS + "/benevity",
            "{\"endpoint\":\"https://benevity.example.org/v2\",\"mapping\":{}}",
            "If-Match",
            tag);
    assertThat(kept.json().get("credentials").isNull()).isFalse();

    var moved =
        put(
            VENDORS + "/benevity",
            "{\"endpoint\":\"https://elsewhere.example.org\",\"mapping\":{}}",
            "If-Match",
            kept.header("etag").orElseThrow());
    assertThat(moved.json().get("credentials").isNull()).isTrue();
    assertThat(row("benevity").getCredentialsCiphertext()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | /apiKey",
        "{\"apiKey\":\"two words\"} | /apiKey",
        "{\"apiKey\":\"line\\r\\nbreak\"} | /apiKey",
        "{\"apiKey\":\"schlüssel\"} | /apiKey",
        "{\"apiKey\":\"not-a-key\",\"clientId\":\"not-a-client\"} | /clientId",
      })
  void credentialsOfAnotherFormAreRefusedWithoutRepeatingThem(String body, String pointer) {
    benevity();

    var answer = put(VENDORS + "/benevity/credentials", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo(pointer);
    assertThat(answer.text()).doesNotContain("break", "schl", "not-a-");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://benevity.example.org.invalid:99999/",
        "https://benevity.example.org:22/",
        "https://benevity.example.org:25/",
        "https://user:word@benevity.example.org/",
        "https://benevity.example.org/?key=1",
        "https://benevity.example.org/#part",
        "https://10.0.0.1/",
        "https://192.168.0.7/",
        "https://169.254.169.254/latest/meta-data",
        "https://[fd00::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://0.0.0.0/",
        "ftp://benevity.example.org/",
        "file:///etc/passwd",
        "benevity.example.org",
        "https:///path",
      })
  void anAddressThatMayNotBeToldIsNotSaved(String endpoint) {
    var answer =
        put(VENDORS + "/benevity", "{\"endpoint\":\"%s\",\"mapping\":{}}".formatted(endpoint));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo("/endpoint");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "benevity | {\"mapping\":{}} | /endpoint",
        "goodera | {\"endpoint\":\"https://g.example.org\",\"mapping\":{}} | /mapping",
        "benevity | {\"endpoint\":\"https://b.example.org\",\"mapping\":{\"apiKey\":\"x\"}} | /mapping",
        "benevity | {\"endpoint\":\"https://b.example.org\",\"mapping\":{},\"auth\":\"oauth2\"} | /auth",
        "goodera | {\"endpoint\":\"https://g.example.org\",\"mapping\":{\"projectId\":\"p\"},\"protocol\":\"soap\"} | /protocol",
        "workday | {\"endpoint\":\"https://w.example.org\",\"mapping\":{\"workdayTenant\":\"t\"},\"protocol\":\"soap\",\"auth\":\"oauth2\"} | /auth",
        "file | {\"endpoint\":\"https://f.example.org\",\"mapping\":{}} | /endpoint",
        "file | {\"mapping\":{\"form\":\"xml\"}} | /mapping",
        "benevity | {\"endpoint\":\"https://b.example.org\",\"mapping\":{},\"perMinute\":0} | /perMinute",
      })
  void whatDoesNotFitThePlatformIsRefusedByItsMember(String platform, String body, String pointer) {
    var answer = put(VENDORS + "/" + platform, body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo(pointer);
  }

  @Test
  void eachPlatformHasItsUsualWay() {
    assertThat(
            put(
                    VENDORS + "/workday",
                    "{\"endpoint\":\"https://w.example.org\",\"mapping\":{\"workdayTenant\":\"t\"},\"protocol\":\"soap\"}")
                .json()
                .get("auth")
                .asString())
        .isEqualTo("username-token");
    assertThat(
            put(VENDORS + "/file", "{\"mapping\":{\"form\":\"csv\"}}")
                .json()
                .get("auth")
                .asString())
        .isEqualTo("none");
    assertThat(put(VENDORS + "/file/credentials", "{\"apiKey\":\"not-a-key\"}").problem())
        .isEqualTo("impactin/no-credentials");
    assertThat(put(VENDORS + "/fax", "{\"mapping\":{}}").status()).isEqualTo(404);
    assertThat(put(VENDORS + "/goodera/credentials", "{\"apiKey\":\"not-a-key\"}").problem())
        .isEqualTo("impactin/not-connected");
  }

  @Test
  void aCompanySwitchesPlatformsOffAndOn() {
    var path = "/v1/impact-in/features/" + tenant;
    var before = http.get(path).json();
    assertThat(before.get("environment").asString()).isEqualTo("development");
    assertThat(before.at("/platforms/goodera/environment").asBoolean()).isTrue();
    assertThat(before.at("/platforms/goodera/company").isNull()).isTrue();
    assertThat(before.at("/platforms/goodera/effective").asBoolean()).isTrue();

    var off = put(path, "{\"goodera\":false,\"file\":true}").json();

    assertThat(off.at("/platforms/goodera/company").asBoolean()).isFalse();
    assertThat(off.at("/platforms/goodera/effective").asBoolean()).isFalse();
    assertThat(off.at("/platforms/file/effective").asBoolean()).isTrue();
    assertThat(http.get(path).json()).isEqualTo(off);
    assertThat(put(path, "{}").json()).isEqualTo(before);
    assertThat(audited("impactin.switch-vendors")).contains("goodera", "false");
  }

  @Test
  void anotherCompanysSwitchesAreNotThere() {
    assertThat(http.get("/v1/impact-in/features/demo").status()).isEqualTo(404);
    assertThat(put("/v1/impact-in/features/demo", "{\"goodera\":false}").status()).isEqualTo(404);
  }

  @Test
  void onlyCompanyAdminsSetPlatformsUp() {
    for (var role : new String[] {"company_user", "privacy_officer"}) {
      assertThat(Http.as(api, tenant, role).get(VENDORS).status()).isEqualTo(403);
    }
  }

  @Test
  void aCircuitIsOpenedAndClosedByHand() {
    var host = UUID.randomUUID() + ".example.org";
    connect(tenant, host);
    var path = "/v1/operations/circuits/benevity/" + host;

    var opened = put(path, "{\"state\":\"open\",\"reason\":\"maintenance\"}").json();

    assertThat(opened.get("state").asString()).isEqualTo("open");
    assertThat(opened.get("openUntil").isNull()).isTrue();
    assertThat(http.get("/v1/operations/circuits").json().get("circuits").get(0)).isEqualTo(opened);
    assertThat(Http.as(api, "other", "company_admin").get("/v1/operations/circuits").text())
        .doesNotContain(host);
    assertThat(Http.as(api, "platform", "operator").get("/v1/operations/circuits").text())
        .contains(host);
    var closed = put(path, "{\"state\":\"closed\",\"reason\":\"over\"}").json();
    assertThat(closed.get("state").asString()).isEqualTo("closed");
    assertThat(audited("operations.set-circuit")).contains("closed");
  }

  @Test
  void aCircuitThatCompaniesShareIsThePlatformsToDecide() {
    var host = UUID.randomUUID() + ".example.org";
    connect(tenant, host);
    connect(api.database().freshTenant(), host);
    var path = "/v1/operations/circuits/benevity/" + host;
    var body = "{\"state\":\"open\",\"reason\":\"maintenance\"}";

    assertThat(put(path, body).problem()).isEqualTo("identity/not-permitted");
    http = Http.as(api, "platform", "operator");
    assertThat(put(path, body).status()).isEqualTo(200);
    String state =
        api.worker()
            .read(
                tenant,
                db ->
                    db.select(VENDOR_CIRCUITS.STATE)
                        .from(VENDOR_CIRCUITS)
                        .where(VENDOR_CIRCUITS.HOST.eq(host))
                        .fetchSingle()
                        .value1());
    assertThat(state).isEqualTo("open");
  }

  @Test
  void aCircuitThatNobodyUsesIsNotThere() {
    var path = "/v1/operations/circuits/benevity/nobody.example.org";
    var body = "{\"state\":\"open\",\"reason\":\"maintenance\"}";

    assertThat(put(path, body).status()).isEqualTo(404);
    http = Http.as(api, "platform", "operator");
    assertThat(put(path, body).status()).isEqualTo(404);
  }

  private void connect(String company, String host) {
    Http.as(api, company, "company_admin")
        .send(
            "PUT",
            VENDORS + "/benevity",
            BodyPublishers.ofString("{\"endpoint\":\"https://%s\",\"mapping\":{}}".formatted(host)),
            "Content-Type",
            "application/json");
  }

  private String audited(String action) {
    return api.worker()
        .read(
            tenant,
            db ->
                db.selectFrom(AUDIT_ENTRIES)
                    .where(AUDIT_ENTRIES.TENANT_ID.eq(tenant))
                    .and(AUDIT_ENTRIES.ACTION.eq(action))
                    .fetch()
                    .toString());
  }
}
