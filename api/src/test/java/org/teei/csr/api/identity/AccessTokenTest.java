package org.teei.csr.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.schema.identity.SigningKey;
import org.teei.csr.schema.identity.SigningKeys;

/** What is let in as an access token, and what is not; the cases of RFC 8725. */
class AccessTokenTest {
  private static final String GUARDED = "/v1/imports";

  private final Api api = Api.shared();
  private final String token = api.token(Api.TENANT, "company_admin");

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
    assertRefused(new PlainJWT(claims(all -> all)).serialize());
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

  @Test
  void aTokenSignedWithOurPublicKeyAsASecretIsRefused() throws Exception {
    var key = active();
    var header =
        new JWSHeader.Builder(JWSAlgorithm.HS256)
            .type(new JOSEObjectType("at+jwt"))
            .keyID(key.keyId())
            .build();

    assertRefused(signed(header, new MACSigner(key.publicKey().getEncoded()), all -> all));
  }

  @Test
  void aTokenOfAStrangersKeyIsRefusedAndItsKeyIsNotFetched() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    var pair = generator.generateKeyPair();
    var jwk = new RSAKey.Builder((RSAPublicKey) pair.getPublic()).keyID("own").build();
    var header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .type(new JOSEObjectType("at+jwt"))
            .keyID("../../etc/passwd' or 1=1")
            .jwk(jwk)
            .jwkURL(URI.create("http://127.0.0.1:" + Api.freePort() + "/keys"))
            .build();

    assertRefused(signed(header, new RSASSASigner(pair.getPrivate()), all -> all));
  }

  @Test
  void aTokenOfAnotherIssuerIsRefused() throws Exception {
    assertRefused(ours("at+jwt", all -> all.issuer("http://elsewhere.test")));
  }

  @Test
  void aTokenForAnotherAudienceIsRefused() throws Exception {
    assertRefused(ours("at+jwt", all -> all.audience("another-api")));
  }

  @Test
  void aTokenOfAnotherTypeIsRefused() throws Exception {
    assertRefused(ours("JWT", all -> all));
  }

  @Test
  void aTokenThatHasEndedIsRefused() throws Exception {
    var past = Instant.now().minusSeconds(60);
    assertRefused(ours("at+jwt", all -> all.expirationTime(Date.from(past))));
  }

  @Test
  void aTokenThatIsNotYetValidIsRefused() throws Exception {
    var future = Instant.now().plusSeconds(120);
    assertRefused(ours("at+jwt", all -> all.notBeforeTime(Date.from(future))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tenant", "roles", "sub", "jti", "exp", "aud", "iss"})
  void aTokenThatLacksAClaimIsRefused(String claim) throws Exception {
    assertRefused(ours("at+jwt", all -> all.claim(claim, null)));
  }

  @Test
  void aTokenThatWasNeverGivenOutIsRefused() throws Exception {
    assertRefused(ours("at+jwt", all -> all.jwtID(UUID.randomUUID().toString())));
  }

  @Test
  void theSameClaimsSignedAgainByUsAreLetIn() throws Exception {
    assertThat(get(ours("at+jwt", all -> all)).status()).isEqualTo(200);
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

  private String ours(String type, UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
    var key = active();
    var header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .type(new JOSEObjectType(type))
            .keyID(key.keyId())
            .build();
    return signed(header, new RSASSASigner(key.privateKey()), change);
  }

  private String signed(
      JWSHeader header, JWSSigner signer, UnaryOperator<JWTClaimsSet.Builder> change)
      throws JOSEException, ParseException {
    var jwt = new SignedJWT(header, claims(change));
    jwt.sign(signer);
    return jwt.serialize();
  }

  /** Those of a token that was given out, changed. */
  private JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) throws ParseException {
    return change.apply(new JWTClaimsSet.Builder(SignedJWT.parse(token).getJWTClaimsSet())).build();
  }

  private static String keyId(String jwt) throws ParseException {
    return SignedJWT.parse(jwt).getHeader().getKeyID();
  }

  private SigningKey active() {
    return api.bean(SigningKeys.class).all().stream()
        .filter(key -> key.state() == SigningKey.State.ACTIVE)
        .findFirst()
        .orElseThrow();
  }
}
