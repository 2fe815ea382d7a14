package org.teei.csr.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.schema.identity.SigningKeys;

/** What is let in as an access token, and what is not; the cases of RFC 8725. */
class AccessTokenTest {
  private static final String GUARDED = "/v1/imports";
  private static final KeyPair STRANGER = stranger();

  private final Api api = Api.shared();
  private final String token = api.token(Api.TENANT, "company_admin");
  private final SignedTokens tokens = new SignedTokens(api, token);

  @Test
  void aTokenOfOursIsLetIn() {
    assertThat(get(token).status()).isEqualTo(200);
  }

  @Test
  void itIsOfRfc9068AndEndsAfterAQuarterOfAnHour() throws ParseException {
    var parsed = SignedJWT.parse(token);
    var claims = parsed.getJWTClaimsSet();

    assertThat(parsed.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
    assertThat(parsed.getHeader().getType()).isEqualTo(new JOSEObjectType("at+jwt"));
    assertThat(parsed.getHeader().getKeyID()).isNotBlank();
    assertThat(claims.getIssuer()).isEqualTo(Api.ISSUER);
    assertThat(claims.getAudience()).containsExactly("csr-api");
    assertThat(claims.getStringClaim("tenant")).isEqualTo(Api.TENANT);
    assertThat(claims.getStringListClaim("roles")).containsExactly("company_admin");
    assertThat(claims.getExpirationTime().getTime() - claims.getIssueTime().getTime())
        .isEqualTo(15 * 60 * 1000);
  }

  @Test
  void noTokenIsRefusedWithAProblemThatSaysHowToGetOne() {
    var answer = new Http(api, "").get(GUARDED);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.problem()).isEqualTo("identity/not-signed-in");
    assertThat(answer.header("WWW-Authenticate")).hasValue("Bearer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "a.b.c", "....", "teei_live_unknown"})
  void whatIsNoTokenIsRefused(String nonsense) {
    assertRefused(nonsense.isEmpty() ? " " : nonsense);
  }

  @Test
  void aTokenWithoutASignatureIsRefused() throws ParseException {
    assertRefused(new PlainJWT(tokens.claims(all -> all)).serialize());
  }

  @Test
  void aTokenWhoseClaimsWereChangedIsRefused() {
    var parts = token.split("\\.");
    var changed =
        new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
            .replace("company_admin", "system_admin")
            .getBytes(StandardCharsets.UTF_8);

    assertRefused(
        parts[0]
            + "."
            + Base64.getUrlEncoder().withoutPadding().encodeToString(changed)
            + "."
            + parts[2]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "nOnE", "NONE"})
  void aTokenThatClaimsToNeedNoSignatureIsRefused(String algorithm) {
    var header = encoded("{\"alg\":\"%s\",\"typ\":\"at+jwt\"}".formatted(algorithm));

    assertRefused(header + "." + encoded(tokens.claims(all -> all).toString()) + ".");
  }

  @Test
  void aTokenSignedWithOurPublicKeyAsASecretIsRefused() throws Exception {
    var key = tokens.active();
    var pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(key.publicKey().getEncoded())
            + "\n-----END PUBLIC KEY-----\n";
    var header = SignedTokens.header(JWSAlgorithm.HS256, "at+jwt", key.keyId()).build();

    assertRefused(tokens.signed(header, new MACSigner(key.publicKey().getEncoded()), all -> all));
    assertRefused(
        tokens.signed(header, new MACSigner(pem.getBytes(StandardCharsets.UTF_8)), all -> all));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "own",
        "../../../dev/null",
        "file:///etc/passwd",
        "' or '1'='1",
        "x'; delete from csr.signing_keys; --",
        "${jndi:ldap://127.0.0.1/x}"
      })
  void aTokenOfAStrangersKeyIsRefusedWhateverItIsCalled(String keyId) throws Exception {
    assertRefused(
        tokens.signed(
            SignedTokens.header(JWSAlgorithm.RS256, "at+jwt", keyId).build(),
            new RSASSASigner(STRANGER.getPrivate()),
            all -> all));
    assertThat(get(token).status()).isEqualTo(200);
  }

  @Test
  void aTokenOfAStrangersKeyUnderTheNameOfOursIsRefused() throws Exception {
    assertRefused(
        tokens.signed(
            SignedTokens.header(JWSAlgorithm.RS256, "at+jwt", keyId(token)).build(),
            new RSASSASigner(STRANGER.getPrivate()),
            all -> all));
  }

  @Test
  void aKeyThatATokenBringsOrPointsToIsNeitherUsedNorFetched() throws Exception {
    var fetched = new AtomicInteger();
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          fetched.incrementAndGet();
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    try {
      var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
      var jwk = new RSAKey.Builder((RSAPublicKey) STRANGER.getPublic()).keyID("own").build();
      var header =
          SignedTokens.header(JWSAlgorithm.RS256, "at+jwt", address.toString())
              .jwk(jwk)
              .jwkURL(address)
              .x509CertURL(address)
              .build();

      assertRefused(tokens.signed(header, new RSASSASigner(STRANGER.getPrivate()), all -> all));
      assertThat(fetched).hasValue(0);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void anIdTokenIsNoAccessToken() {
    assertRefused(
        tokens.ours(
            "JWT", all -> all.audience("csr-cli").claim("nonce", "n").claim("roles", null)));
    assertRefused(tokens.ours(all -> all.audience("csr-cli").claim("nonce", "n")));
  }

  @Test
  void aTokenOfAnotherIssuerIsRefused() throws Exception {
    assertRefused(tokens.ours(all -> all.issuer("http://elsewhere.test")));
  }

  @Test
  void aTokenForAnotherAudienceIsRefused() throws Exception {
    assertRefused(tokens.ours(all -> all.audience("another-api")));
  }

  @Test
  void aTokenOfAnotherTypeIsRefused() throws Exception {
    assertRefused(tokens.ours("JWT", all -> all));
  }

  @Test
  void aTokenThatHasEndedIsRefused() throws Exception {
    var past = Instant.now().minusSeconds(60);
    assertRefused(tokens.ours(all -> all.expirationTime(Date.from(past))));
  }

  @Test
  void aTokenThatIsNotYetValidIsRefused() throws Exception {
    var future = Instant.now().plusSeconds(120);
    assertRefused(tokens.ours(all -> all.notBeforeTime(Date.from(future))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tenant", "roles", "sub", "jti", "exp", "aud", "iss"})
  void aTokenThatLacksAClaimIsRefused(String claim) throws Exception {
    assertRefused(tokens.ours(all -> all.claim(claim, null)));
  }

  @Test
  void aTokenThatWasNeverGivenOutIsRefused() throws Exception {
    assertRefused(tokens.ours(all -> all.jwtID(UUID.randomUUID().toString())));
  }

  @Test
  void theSameClaimsSignedAgainByUsAreLetIn() throws Exception {
    assertThat(get(tokens.ours(all -> all)).status()).isEqualTo(200);
  }

  @Test
  void aTokenOfTheKeyBeforeIsLetInAfterARotation() throws ParseException {
    var rotated = Http.as(api, SigningKeys.PLATFORM, "system_admin").post("/v1/admin/keys/rotate");
    var fresh =
        new Http(api, "")
            .form(
                "/oauth2/token",
                "grant_type=client_credentials&tenant=other",
                "csr-cli",
                Api.SECRET)
            .json()
            .get("access_token")
            .asString();

    assertThat(rotated.status()).isEqualTo(200);
    assertThat(keyId(fresh)).isEqualTo(rotated.json().get("keyId").asString());
    assertThat(get(token).status()).isEqualTo(200);
    assertThat(get(fresh).status()).isEqualTo(200);
  }

  @Test
  void theKeysArePublishedWithoutTheirPrivateHalves() throws ParseException {
    var keys = new Http(api, "").get("/.well-known/jwks.json");
    var same = new Http(api, "").get("/auth/jwks");

    assertThat(keys.json().get("keys").findValuesAsString("kid")).contains(keyId(token));
    assertThat(keys.json().get("keys").get(0).propertyNames())
        .containsExactlyInAnyOrder("kty", "e", "use", "kid", "alg", "n");
    assertThat(same.json().get("keys").findValuesAsString("kid"))
        .containsExactlyInAnyOrderElementsOf(keys.json().get("keys").findValuesAsString("kid"));
  }

  private void assertRefused(String refused) {
    var answer = get(refused);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.problem()).isEqualTo("identity/not-signed-in");
  }

  private Http.Answer get(String bearer) {
    return new Http(api, "").get(GUARDED, "Authorization", "Bearer " + bearer);
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static KeyPair stranger() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has RSA", e);
    }
  }

  private static String keyId(String jwt) throws ParseException {
    return SignedJWT.parse(jwt).getHeader().getKeyID();
  }
}
