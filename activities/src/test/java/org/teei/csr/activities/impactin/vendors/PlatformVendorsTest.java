package org.teei.csr.activities.impactin.vendors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.activities.impactin.vendors.VendorFixture.outgoing;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.http.client.InetAddressFilter;
import org.teei.csr.engines.impactin.Mapping;
import org.teei.csr.engines.impactin.Platform;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.TenantId;

/** Requests to platforms on real sockets, by connections in a real PostgreSQL. */
class PlatformVendorsTest {
  private static final Map<String, String> KEY = Map.of("apiKey", "obviously-fake-key");
  private static final Map<String, String> CLIENT =
      Map.of("clientId", "fake-client", "clientSecret", "obviously-fake-secret");
  private static final Map<String, String> USER =
      Map.of("username", "fake-user", "password", "obviously-fake-&-<password>");
  private static final String TOKEN = "{\"access_token\":\"fake-token-1\",\"expires_in\":3600}";

  private final FakePlatform platform = new FakePlatform();
  private VendorFixture fixture;
  private TenantId tenant;
  private PlatformVendors vendors;

  @BeforeEach
  void setUp(@TempDir Path directory) throws Exception {
    fixture = new VendorFixture(directory);
    tenant = fixture.tenant();
    vendors = fixture.vendors();
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  private void benevity() {
    fixture.connect(tenant, Platform.BENEVITY, platform.url() + "/benevity", "bearer");
    fixture.current(tenant, Platform.BENEVITY, KEY);
  }

  private void workday() {
    fixture.connect(tenant, Platform.WORKDAY, platform.url() + "/workday", "oauth2");
    fixture.current(tenant, Platform.WORKDAY, CLIENT);
  }

  @Test
  void benevityIsToldByABearerKeyAndTheIdOfTheDelivery() {
    benevity();
    Outgoing outgoing = outgoing(tenant, Platform.BENEVITY);

    VendorAnswer answer = vendors.send(outgoing);

    assertThat(answer.verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(answer.transactionId()).isEqualTo("t-1");
    assertThat(answer.failureClass()).isNull();
    var request = platform.last();
    assertThat(request.line()).isEqualTo("POST /benevity/v1/impact HTTP/1.1");
    assertThat(request.header("Authorization")).isEqualTo("Bearer obviously-fake-key");
    assertThat(request.header("X-API-Version")).isEqualTo("1.0");
    assertThat(request.header("Idempotency-Key")).isEqualTo(outgoing.deliveryId().toString());
    assertThat(UUID.fromString(request.header("X-Request-ID"))).isNotNull();
    assertThat(request.header("Content-Type")).isEqualTo("application/json");
    assertThat(request.body()).isEqualTo("{\"a\":1}");
  }

  @Test
  void aSecondAttemptHasTheSameKey() {
    benevity();
    Outgoing outgoing = outgoing(tenant, Platform.BENEVITY);
    platform.answering(503, "");

    assertThat(vendors.send(outgoing).verdict()).isEqualTo(Verdict.TRY_LATER);
    assertThat(vendors.send(outgoing).verdict()).isEqualTo(Verdict.ACCEPTED);

    assertThat(platform.requests())
        .extracting(request -> request.header("Idempotency-Key"))
        .containsExactly(outgoing.deliveryId().toString(), outgoing.deliveryId().toString());
  }

  @Test
  void benevityIsAskedWhatBecameOfADelivery() {
    benevity();
    Outgoing outgoing = outgoing(tenant, Platform.BENEVITY);
    platform
        .answering(404, "{\"success\":false,\"error\":{\"code\":\"NOT_FOUND\"}}")
        .answering(200, "{\"success\":true,\"transactionId\":\"t-2\",\"status\":\"processed\"}");

    assertThat(vendors.ask(outgoing).verdict()).isEqualTo(Verdict.NOT_FOUND);
    VendorAnswer answer = vendors.ask(outgoing);

    assertThat(answer.verdict()).isEqualTo(Verdict.CONFIRMED);
    assertThat(answer.transactionId()).isEqualTo("t-2");
    assertThat(platform.last().line())
        .isEqualTo("GET /benevity/v1/impact?idempotencyKey=" + outgoing.deliveryId() + " HTTP/1.1");
  }

  @Test
  void gooderaIsToldByAnApiKey() {
    fixture.connect(tenant, Platform.GOODERA, platform.url() + "/goodera", "api-key");
    fixture.current(tenant, Platform.GOODERA, KEY);
    Outgoing outgoing = outgoing(tenant, Platform.GOODERA);

    assertThat(vendors.send(outgoing).verdict()).isEqualTo(Verdict.ACCEPTED);

    var request = platform.last();
    assertThat(request.line()).isEqualTo("POST /goodera/v1/impact-data HTTP/1.1");
    assertThat(request.header("X-API-Key")).isEqualTo("obviously-fake-key");
    assertThat(request.header("X-API-Version")).isEqualTo("1.0");
    assertThat(request.header("Authorization")).isEmpty();
    assertThat(request.header("Idempotency-Key")).isEqualTo(outgoing.deliveryId().toString());
  }

  @Test
  void gooderaIsToldByATokenThatServesUntilItsTimeIsOver() {
    fixture.connect(tenant, Platform.GOODERA, platform.url() + "/goodera", "oauth2");
    fixture.current(tenant, Platform.GOODERA, CLIENT);
    AtomicInteger seconds = new AtomicInteger();
    Instant begin = Instant.now();
    InstantSource clock = () -> begin.plusSeconds(seconds.get());
    vendors =
        fixture.vendors(
            new Circuits(fixture.worker), VendorFixture.requests(InetAddressFilter.all()), clock);
    tokens();

    vendors.send(outgoing(tenant, Platform.GOODERA));
    seconds.set(3_500);
    vendors.send(outgoing(tenant, Platform.GOODERA));
    // A minute before its end it is not used any more.
    seconds.set(3_541);
    vendors.send(outgoing(tenant, Platform.GOODERA));

    assertThat(platform.requests())
        .extracting(FakePlatform.Request::line)
        .containsExactly(
            "POST /goodera/oauth2/token HTTP/1.1",
            "POST /goodera/v1/impact-data HTTP/1.1",
            "POST /goodera/v1/impact-data HTTP/1.1",
            "POST /goodera/oauth2/token HTTP/1.1",
            "POST /goodera/v1/impact-data HTTP/1.1");
    assertThat(platform.requests().getFirst().body()).isEqualTo("grant_type=client_credentials");
    assertThat(platform.last().header("Authorization")).isEqualTo("Bearer fake-token-1");
  }

  private void tokens() {
    platform.always((request, socket) ->
        FakePlatform.answer(
            socket, 200, request.line().contains("/oauth2/token") ? TOKEN : FakePlatform.ACCEPTED));
  }

  @Test
  void recordsOfOneBodyGoAsABatchOfAHundredAtMost() {
    fixture.connect(tenant, Platform.GOODERA, platform.url() + "/goodera", "api-key");
    fixture.current(tenant, Platform.GOODERA, KEY);

    assertThat(vendors.send(batch(100)).verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(platform.last().line()).isEqualTo("POST /goodera/v1/impact-data/batch HTTP/1.1");

    VendorAnswer tooMany = vendors.send(batch(101));
    assertThat(tooMany.verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(tooMany.reason()).isEqualTo("batch-too-large");
    assertThat(platform.requests()).hasSize(1);
  }

  private Outgoing batch(int records) {
    String all =
        IntStream.range(0, records)
            .mapToObj(i -> "{\"a\":" + i + "}")
            .collect(Collectors.joining(",", "{\"records\":[", "]}"));
    return new Outgoing(tenant, Platform.GOODERA, UUID.randomUUID(), all.getBytes(UTF_8));
  }

  @Test
  void workdayIsToldByATokenOfItsScope() {
    workday();
    tokens();

    assertThat(vendors.send(outgoing(tenant, Platform.WORKDAY)).verdict())
        .isEqualTo(Verdict.ACCEPTED);

    var token = platform.requests().getFirst();
    assertThat(token.line()).isEqualTo("POST /workday/oauth2/token HTTP/1.1");
    assertThat(token.header("Authorization"))
        .isEqualTo("Basic ZmFrZS1jbGllbnQ6b2J2aW91c2x5LWZha2Utc2VjcmV0");
    assertThat(token.body()).isEqualTo("grant_type=client_credentials&scope=volunteer_management");
    assertThat(platform.last().line())
        .isEqualTo("POST /workday/volunteer-management/v1/activities HTTP/1.1");
    assertThat(platform.last().header("X-Workday-Tenant")).isEqualTo("acme");
    assertThat(platform.last().header("Authorization")).isEqualTo("Bearer fake-token-1");
  }

  @Test
  void aTokenThatIsRefusedIsRenewedOnce() {
    workday();
    String refused = "{\"success\":false,\"error\":{\"code\":\"AUTH_INVALID\"}}";
    platform
        .answering(200, TOKEN)
        .answering(401, refused)
        .answering(200, TOKEN.replace("token-1", "token-2"))
        .answering(200, FakePlatform.ACCEPTED);

    assertThat(vendors.send(outgoing(tenant, Platform.WORKDAY)).verdict())
        .isEqualTo(Verdict.ACCEPTED);
    assertThat(platform.last().header("Authorization")).isEqualTo("Bearer fake-token-2");

    platform.answering(401, refused).answering(200, TOKEN).answering(401, refused);
    VendorAnswer again = vendors.send(outgoing(tenant, Platform.WORKDAY));
    assertThat(again.verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(again.failureClass()).isEqualTo(FailureClass.AUTH);
    assertThat(platform.requests()).hasSize(7);
  }

  @Test
  void nothingIsSentWithoutATokenAndNothingOfItsAnswerIsKept() {
    workday();
    platform
        .answering(401, "{\"error\":\"invalid_client\"}")
        .answering(401, "{\"error\":\"invalid_client\"}")
        .answering(503, "")
        .answering(429, "")
        .answering(200, "{\"access_token\":\"line\\nbreak\",\"expires_in\":3600}")
        .answering(200, "{\"access_tok");

    VendorAnswer refused = vendors.send(outgoing(tenant, Platform.WORKDAY));
    assertThat(refused.verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(refused.failureClass()).isEqualTo(FailureClass.AUTH);
    for (FailureClass expected :
        new FailureClass[] {
          FailureClass.TRANSIENT,
          FailureClass.RATE_LIMITED,
          FailureClass.TRANSIENT,
          FailureClass.TRANSIENT
        }) {
      VendorAnswer later = vendors.send(outgoing(tenant, Platform.WORKDAY));
      assertThat(later.verdict()).isEqualTo(Verdict.TRY_LATER);
      assertThat(later.failureClass()).isEqualTo(expected);
      assertThat(later.exchange()).isEqualTo(Exchange.NONE);
    }
    assertThat(platform.requests())
        .allMatch(request -> request.line().equals("POST /workday/oauth2/token HTTP/1.1"));
  }

  @Test
  void workdayCannotBeAsked() {
    workday();

    assertThat(vendors.ask(outgoing(tenant, Platform.WORKDAY)).verdict())
        .isEqualTo(Verdict.CANNOT_ASK);
    assertThat(platform.requests()).isEmpty();
  }

  @Test
  void workdayIsToldBySoapWithTheSameReportToTheByte() {
    fixture.connect(
        tenant, Platform.WORKDAY, platform.url() + "/workday", "username-token", "soap");
    fixture.current(tenant, Platform.WORKDAY, USER);
    platform.answering(
        200,
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><R>"
            + "<Success>true</Success><Transaction_ID>t-9</Transaction_ID></R></s:Body>"
            + "</s:Envelope>");
    byte[] report = "{\"name\":\"A & B <C> — å\"}".getBytes(UTF_8);

    VendorAnswer answer =
        vendors.send(new Outgoing(tenant, Platform.WORKDAY, UUID.randomUUID(), report));

    assertThat(answer.verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(answer.transactionId()).isEqualTo("t-9");
    var request = platform.last();
    assertThat(request.line())
        .isEqualTo("POST /workday/ccx/service/acme/CSR_Impact_Report HTTP/1.1");
    assertThat(request.header("SOAPAction")).isEqualTo("Submit_CSR_Impact_Report");
    assertThat(request.header("Content-Type")).startsWith("text/xml");
    assertThat(request.body())
        .contains("<wsse:Username>fake-user</wsse:Username>")
        .contains(">obviously-fake-&amp;-&lt;password&gt;</wsse:Password>")
        .contains("<CSR_Impact_Report>{\"name\":\"A &amp; B &lt;C&gt; — å\"}</CSR_Impact_Report>");
    assertThat(new String(answer.exchange().request(), UTF_8))
        .doesNotContain("obviously-fake")
        .doesNotContain("fake-user");
  }

  @Test
  void nothingOnRecordShowsACredentialNotEvenOneThatIsSaidBack() {
    benevity();
    platform.answering(
        422,
        "{\"success\":false,\"error\":{\"code\":\"INVALID_METRIC\",\"message\":\"Bearer obviously-fake-key\"}}",
        "Set-Cookie",
        "session=5",
        "X-Echo",
        "obviously-fake-key");

    Exchange exchange = vendors.send(outgoing(tenant, Platform.BENEVITY)).exchange();

    assertThat(exchange.status()).isEqualTo(422);
    assertThat(exchange.took()).isPositive();
    assertThat(new String(exchange.request(), UTF_8))
        .startsWith("POST /benevity/v1/impact HTTP/1.1\r\n")
        .contains("Authorization: [redacted]")
        .endsWith("{\"a\":1}")
        .doesNotContain("obviously-fake");
    assertThat(new String(exchange.response(), UTF_8))
        .startsWith("HTTP/1.1 422\r\n")
        .contains("Set-Cookie: [redacted]")
        .contains("INVALID_METRIC")
        .doesNotContain("obviously-fake");
  }

  @Test
  void theNextCredentialsTakeOverWhenThoseBeforeAreRefusedAndNotEarlier() {
    benevity();
    fixture.next(tenant, Platform.BENEVITY, Map.of("apiKey", "another-fake-key"));
    var before = fixture.row(tenant, Platform.BENEVITY);
    platform.always((request, socket) -> {
      boolean old = request.header("Authorization").equals("Bearer obviously-fake-key");
      FakePlatform.answer(
          socket, old && platform.requests().size() > 1 ? 401 : 200, FakePlatform.ACCEPTED);
    });

    assertThat(vendors.send(outgoing(tenant, Platform.BENEVITY)).verdict())
        .isEqualTo(Verdict.ACCEPTED);
    assertThat(fixture.row(tenant, Platform.BENEVITY)).isEqualTo(before);

    assertThat(vendors.send(outgoing(tenant, Platform.BENEVITY)).verdict())
        .isEqualTo(Verdict.ACCEPTED);
    var after = fixture.row(tenant, Platform.BENEVITY);
    assertThat(after.getCredentialsFingerprint()).isEqualTo(before.getNextFingerprint());
    assertThat(after.getNextCiphertext()).isNull();
    assertThat(after.getVersion()).isEqualTo(before.getVersion() + 1);

    assertThat(vendors.send(outgoing(tenant, Platform.BENEVITY)).verdict())
        .isEqualTo(Verdict.ACCEPTED);
    assertThat(platform.last().header("Authorization")).isEqualTo("Bearer another-fake-key");
    assertThat(platform.requests()).hasSize(4);
  }

  @Test
  void credentialsThatAreAllRefusedAreForAPerson() {
    benevity();
    fixture.next(tenant, Platform.BENEVITY, Map.of("apiKey", "another-fake-key"));
    platform.always((_, socket) -> FakePlatform.answer(socket, 401, ""));

    VendorAnswer answer = vendors.send(outgoing(tenant, Platform.BENEVITY));

    assertThat(answer.verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(answer.failureClass()).isEqualTo(FailureClass.AUTH);
    assertThat(fixture.row(tenant, Platform.BENEVITY).getNextCiphertext()).isNotNull();
    assertThat(platform.requests()).hasSize(2);
  }

  /** Its ciphertexts open in its own rows only, and its rows show to itself only. */
  @Test
  void aCompanyDoesNotSendByTheCredentialsOrTheTokenOfAnother() {
    workday();
    tokens();
    vendors.send(outgoing(tenant, Platform.WORKDAY));
    TenantId other = fixture.tenant();

    assertThat(vendors.send(outgoing(other, Platform.WORKDAY)).reason()).isEqualTo("not-connected");
    fixture.connect(other, Platform.WORKDAY, platform.url() + "/workday", "oauth2");
    assertThat(vendors.send(outgoing(other, Platform.WORKDAY)).reason())
        .isEqualTo("no-credentials");
    assertThat(platform.requests()).hasSize(2);
    fixture.current(
        other,
        Platform.WORKDAY,
        Map.of("clientId", "other-fake-client", "clientSecret", "other-fake-secret"));
    platform.answering(200, TOKEN.replace("token-1", "token-other"));
    vendors.send(outgoing(other, Platform.WORKDAY));

    assertThat(platform.last().header("Authorization")).isEqualTo("Bearer fake-token-other");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsSwitchedOffIsNotSent(Platform to) {
    fixture.connect(
        tenant,
        to,
        to == Platform.FILE ? null : platform.url(),
        to == Platform.FILE ? "none" : "bearer");
    fixture.switchOff(tenant, to);

    VendorAnswer answer = vendors.send(outgoing(tenant, to));

    assertThat(answer.verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(answer.reason()).isEqualTo("platform-disabled");
    assertThat(platform.requests()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotConnectedIsNotSent(Platform to) {
    VendorAnswer answer = vendors.send(outgoing(tenant, to));

    assertThat(answer.verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(answer.reason()).isEqualTo("not-connected");
    assertThat(vendors.mapping(tenant, to)).isEmpty();
  }

  @Test
  void tellsHowACompanyIsCalled() {
    benevity();

    assertThat(vendors.mapping(tenant, Platform.BENEVITY))
        .contains(Mapping.of(Platform.BENEVITY, Map.of("organizationId", "org-1")));
  }

  @Test
  void aFileIsThereOnceHoweverOftenItIsSent() throws Exception {
    fixture.connect(tenant, Platform.FILE, null, "none");
    Outgoing outgoing = outgoing(tenant, Platform.FILE);
    assertThat(vendors.ask(outgoing).verdict()).isEqualTo(Verdict.NOT_FOUND);

    VendorAnswer first = vendors.send(outgoing);
    VendorAnswer second = vendors.send(outgoing);

    assertThat(first.verdict()).isEqualTo(Verdict.CONFIRMED);
    assertThat(first.transactionId())
        .isEqualTo("impact-in/" + outgoing.deliveryId() + ".json")
        .isEqualTo(second.transactionId());
    assertThat(vendors.ask(outgoing).verdict()).isEqualTo(Verdict.CONFIRMED);
    assertThat(fixture.storage.list(tenant.value(), "impact-in/")).hasSize(1);
    try (var file = fixture.storage.open(tenant.value(), first.transactionId(), 0)) {
      assertThat(file.readAllBytes()).isEqualTo(outgoing.body());
    }
  }

  @Test
  void aTableIsAFileOfItsKind() {
    fixture.connect(tenant, Platform.FILE, null, "none");

    assertThat(
            vendors
                .send(
                    new Outgoing(
                        tenant, Platform.FILE, UUID.randomUUID(), "company\r\n".getBytes(UTF_8)))
                .transactionId())
        .endsWith(".csv");
  }

  @Test
  void aLimitIsToldWithItsTime() {
    benevity();
    platform.answering(429, "", "Retry-After", "9");

    VendorAnswer answer = vendors.send(outgoing(tenant, Platform.BENEVITY));

    assertThat(answer.verdict()).isEqualTo(Verdict.TRY_LATER);
    assertThat(answer.failureClass()).isEqualTo(FailureClass.RATE_LIMITED);
    assertThat(answer.retryAfter()).isEqualTo(Duration.ofSeconds(9));
  }
}
