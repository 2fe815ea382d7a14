package org.teei.csr.api.identity.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.SERVICE_TOKEN_USES;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.PlainHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.schema.identity.ServiceTokens;

/** What is let in as a token of a service, and what is not. */
class ServiceTokenTest {
  private static final String GUARDED = "/v1/imports";
  private static final byte[] FILE =
      "session_id,participant_email,volunteer_email,scheduled_at\nS-1,p@example.org,v@example.org,2026-03-01\n"
          .getBytes(StandardCharsets.UTF_8);

  @TempDir private static Path folder;
  private static KeyPair reporting;
  private static KeyPair renewed;
  private static KeyPair elsewhere;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    reporting = keys();
    renewed = keys();
    elsewhere = keys();
    api =
        Api.with(
            Map.of(
                "csr.identity.peers.reporting.public-keys",
                pem("reporting", reporting) + "," + pem("renewed", renewed),
                "csr.identity.peers.reporting.tenant",
                Api.TENANT,
                "csr.identity.peers.reporting.scopes",
                "imports:read",
                "csr.identity.peers.elsewhere.public-keys",
                pem("elsewhere", elsewhere),
                "csr.identity.peers.elsewhere.tenant",
                "other",
                "csr.identity.peers.elsewhere.scopes",
                "imports:read"));
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void aServiceMayWhatTheSettingsSayAndNothingElse() {
    assertThat(get(next("reporting", reporting)).status()).isEqualTo(200);
    assertThat(new Http(api, next("reporting", reporting)).get("/v1/admin/tokens").problem())
        .isEqualTo("identity/not-permitted");
  }

  @Test
  void anyOfItsKeysWillDo() {
    assertThat(get(next("reporting", renewed)).status()).isEqualTo(200);
  }

  @Test
  void aTokenIsGoodForOneCall() {
    var token = next("reporting", reporting);

    assertThat(get(token).status()).isEqualTo(200);
    assertRefused(token);
  }

  @Test
  void ofManyCallsAtOnceWithOneTokenOneIsServed() throws Exception {
    var token = next("reporting", reporting);
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> call = () -> get(token).status();

      assertThat(callers.invokeAll(Collections.nCopies(16, call)).stream().map(Future::resultNow))
          .filteredOn(status -> status == 200)
          .hasSize(1);
    }
  }

  @Test
  void twoServicesMayHappenToChooseTheSameId() throws Exception {
    var id = UUID.randomUUID().toString();

    assertThat(get(token(all -> all.jwtID(id))).status()).isEqualTo(200);
    assertThat(
            get(signed(
                    header(elsewhere),
                    new RSASSASigner(elsewhere.getPrivate()),
                    all -> all.issuer("elsewhere").subject("elsewhere").jwtID(id)))
                .status())
        .isEqualTo(200);
  }

  /** A claim that names another company changes nothing. */
  @Test
  void aServiceSeesItsOwnCompanyOnly() throws Exception {
    var ours = new Http(api).csv("/v1/import/sessions", FILE).header("location").orElseThrow();
    var theirs =
        signed(
            header(elsewhere),
            new RSASSASigner(elsewhere.getPrivate()),
            all -> all.issuer("elsewhere").subject("elsewhere").claim("tenant", Api.TENANT));

    assertThat(new Http(api, next("reporting", reporting)).get(ours).status()).isEqualTo(200);
    assertThat(new Http(api, theirs).get(ours).status()).isEqualTo(404);
  }

  @Test
  void aTokenForAnotherAudienceIsRefused() throws Exception {
    assertRefused(token(all -> all.audience("csr-workers")));
    assertRefused(token(all -> all.audience(List.of("csr-api", "csr-workers"))));
  }

  @Test
  void aTokenThatLivesForMoreThanFiveMinutesIsRefused() throws Exception {
    var now = Instant.now();

    assertThat(get(token(all -> all.expirationTime(Date.from(now.plusSeconds(299))))).status())
        .isEqualTo(200);
    assertRefused(token(all -> all.expirationTime(Date.from(now.plusSeconds(302)))));
    assertRefused(
        token(all ->
            all.issueTime(Date.from(now.plusSeconds(60)))
                .expirationTime(Date.from(now.plusSeconds(330)))));
  }

  @Test
  void aTokenThatHasEndedIsRefused() throws Exception {
    var past = Instant.now().minusSeconds(31);

    assertRefused(
        token(all ->
            all.issueTime(Date.from(past.minusSeconds(60))).expirationTime(Date.from(past))));
  }

  @Test
  void aTokenOfAnUnknownKeyIsRefused() throws Exception {
    var stranger = keys();

    assertRefused(next("reporting", stranger));
    assertRefused(signed(header(reporting), new RSASSASigner(stranger.getPrivate()), all -> all));
  }

  @Test
  void aTokenThatDoesNotSayItsKeyIsRefused() throws Exception {
    var header =
        new JWSHeader.Builder(JWSAlgorithm.RS256).type(new JOSEObjectType("service+jwt")).build();

    assertRefused(signed(header, new RSASSASigner(reporting.getPrivate()), all -> all));
  }

  @Test
  void aServiceCannotSpeakForAnother() {
    assertRefused(next("reporting", elsewhere));
    assertRefused(next("nobody", reporting));
  }

  @Test
  void aTokenThatIsNotSignedIsRefused() throws Exception {
    var header = new PlainHeader.Builder().type(new JOSEObjectType("service+jwt")).build();

    assertRefused(new PlainJWT(header, claims(all -> all)).serialize());
  }

  @Test
  void aTokenSignedWithThePublicKeyAsASecretIsRefused() throws Exception {
    var header =
        new JWSHeader.Builder(JWSAlgorithm.HS256)
            .type(new JOSEObjectType("service+jwt"))
            .keyID(ServiceTokens.keyId((RSAPublicKey) reporting.getPublic()))
            .build();

    assertRefused(signed(header, new MACSigner(reporting.getPublic().getEncoded()), all -> all));
  }

  @ParameterizedTest
  @ValueSource(strings = {"at+jwt", "JWT", "SERVICE"})
  void aTokenOfAnotherTypeIsRefused(String type) throws Exception {
    var header = new JWSHeader.Builder(header(reporting)).type(new JOSEObjectType(type)).build();

    assertRefused(signed(header, new RSASSASigner(reporting.getPrivate()), all -> all));
  }

  @ParameterizedTest
  @ValueSource(strings = {"iss", "sub", "aud", "jti", "iat", "exp"})
  void aTokenThatLacksAClaimIsRefused(String claim) throws Exception {
    assertRefused(token(all -> all.claim(claim, null)));
  }

  @Test
  void aTokenAboutSomebodyElseOrWithAnotherKindOfIdIsRefused() throws Exception {
    assertRefused(token(all -> all.subject("elsewhere")));
    assertRefused(token(all -> all.jwtID("1")));
  }

  /** Or anybody could fill the record of used tokens. */
  @Test
  void aRefusedTokenLeavesNoTrace() throws Exception {
    var before = uses();

    assertRefused(token(all -> all.audience("csr-workers")));
    assertRefused(next("reporting", keys()));

    assertThat(uses()).isEqualTo(before);
  }

  @Test
  void anAccessTokenIsNotTakenForAServiceToken() {
    var token = api.freshToken(Api.TENANT, "company_admin");

    assertThat(get(token).status()).isEqualTo(200);
    assertThat(get(token).status()).isEqualTo(200);
  }

  private static int uses() {
    return api.worker().read(Api.TENANT, db -> db.fetchCount(SERVICE_TOKEN_USES));
  }

  private static void assertRefused(String token) {
    var answer = get(token);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.problem()).isEqualTo("identity/not-signed-in");
  }

  private static Http.Answer get(String token) {
    return new Http(api, token).get(GUARDED);
  }

  private static String next(String service, KeyPair keys) {
    return new ServiceTokens(
            service, (RSAPublicKey) keys.getPublic(), (RSAPrivateKey) keys.getPrivate())
        .next("csr-api");
  }

  /** One of service reporting, whose claims were changed before it was signed. */
  private static String token(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
    return signed(header(reporting), new RSASSASigner(reporting.getPrivate()), change);
  }

  private static JWSHeader header(KeyPair keys) {
    return new JWSHeader.Builder(JWSAlgorithm.RS256)
        .type(new JOSEObjectType("service+jwt"))
        .keyID(ServiceTokens.keyId((RSAPublicKey) keys.getPublic()))
        .build();
  }

  private static String signed(
      JWSHeader header, JWSSigner signer, UnaryOperator<JWTClaimsSet.Builder> change)
      throws Exception {
    var jwt = new SignedJWT(header, claims(change));
    jwt.sign(signer);
    return jwt.serialize();
  }

  private static JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change)
      throws ParseException {
    var sound = SignedJWT.parse(next("reporting", reporting)).getJWTClaimsSet();
    return change.apply(new JWTClaimsSet.Builder(sound)).build();
  }

  private static KeyPair keys() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  private static String pem(String name, KeyPair keys) throws IOException {
    return Files.writeString(
            folder.resolve(name + ".pem"),
            "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n")
        .toString();
  }
}
