package org.teei.csr.engines.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignaturesTest {
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final String secret = UUID.randomUUID().toString();
  private final byte[] body = ("{\"id\":\"" + UUID.randomUUID() + "\"}").getBytes(UTF_8);

  @ParameterizedTest
  @EnumSource
  void whoSignsWithTheSecretIsBelieved(WebhookSource source) {
    assertThat(verified(source, signed(source, secret, now, body), body, secret)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aSecretBeforeIsGoodBesideTheNewOne(WebhookSource source) {
    var headers = signed(source, secret, now, body);

    assertThat(verified(source, headers, body, "new", secret)).isTrue();
    assertThat(verified(source, headers, body, "new")).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void oneByteOfTheBodyMakesTheDifference(WebhookSource source) {
    byte[] tampered = body.clone();
    tampered[tampered.length / 2] ^= 1;

    assertThat(verified(source, signed(source, secret, now, body), tampered, secret)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void withoutASecretNobodyIsBelieved(WebhookSource source) {
    assertThat(verified(source, signed(source, secret, now, body), body)).isFalse();
    assertThat(verified(source, signed(source, " ", now, body), body, " ")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0,true", "300,true", "-300,true", "301,false", "-301,false", "86400,false"})
  void theTimeIsNearOurs(int seconds, boolean believed) {
    for (WebhookSource source : WebhookSource.values()) {
      var headers = signed(source, secret, now.plusSeconds(seconds), body);

      assertThat(verified(source, headers, body, secret)).as(source.word()).isEqualTo(believed);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GOODERA", "WORKDAY"})
  void theTimeOfTheHeaderIsTheOneThatIsSigned(WebhookSource source) {
    var headers = signed(source, secret, now, body);
    headers.putAll(
        Map.of(
            source.timestampHeader(),
            signed(source, secret, now.plusSeconds(1), body).get(source.timestampHeader())));

    assertThat(verified(source, headers, body, secret)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void theSignatureOfAnotherSourceIsNone(WebhookSource source) {
    for (WebhookSource other : WebhookSource.values()) {
      if (other != source) {
        var digest = signed(other, secret, now, body).get(other.signatureHeader());
        var headers = signed(source, secret, now, body);
        headers.put(source.signatureHeader(), digest);

        assertThat(verified(source, headers, body, secret)).isFalse();
      }
    }
  }

  @Test
  void aSignatureByOneOfSeveralSecretsOfTheSourceIsEnough() {
    String good = signed(WebhookSource.BENEVITY, secret, now, body).get("X-Benevity-Signature");
    String other = signed(WebhookSource.BENEVITY, "another", now, body).get("X-Benevity-Signature");

    assertThat(
            verified(
                WebhookSource.BENEVITY,
                Map.of(
                    "X-Benevity-Signature",
                    other + good.substring(good.indexOf(",v1=")).replace(",", ", ")),
                body,
                secret))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "t=1",
        "v1=00",
        "t=,v1=00",
        "t=-1,v1=00",
        "t=9999999999999999999,v1=00",
        "t=1e3,v1=00",
        "t=1,t=2,v1=00",
        "t=1,v1=zz",
        "t=1,v2=00",
        "sha256=",
        "sha256=zz",
        "====",
        ",,,,",
        "t=1;v1=00"
      })
  void whatHasNotTheFormIsNoSignature(String signature) {
    for (WebhookSource source : WebhookSource.values()) {
      var headers = new TreeMap<>(Map.of(source.signatureHeader(), signature));
      headers.putIfAbsent(source.timestampHeader(), "1");

      assertThat(verified(source, headers, body, secret)).isFalse();
    }
  }

  private boolean verified(
      WebhookSource source, Map<String, String> headers, byte[] bytes, String... secrets) {
    return Signatures.verify(
        source, name -> headers.getOrDefault(name, ""), bytes, List.of(secrets), now);
  }

  /** As the documents of the platforms say it, by other code than that which verifies. */
  private static TreeMap<String, String> signed(
      WebhookSource source, String secret, Instant at, byte[] body) {
    String seconds = String.valueOf(at.getEpochSecond());
    return new TreeMap<>(
        switch (source) {
          case BENEVITY ->
              Map.of(
                  "X-Benevity-Signature",
                  "t=" + seconds + ",v1=" + hex(mac(secret, seconds + ".", body)));
          case GOODERA ->
              Map.of(
                  "X-Goodera-Signature",
                  "sha256=" + hex(mac(secret, seconds + ".", body)),
                  "X-Goodera-Request-Timestamp",
                  seconds);
          case WORKDAY ->
              Map.of(
                  "X-Workday-Signature",
                  Base64.getEncoder().encodeToString(mac(secret, at + ":", body)),
                  "X-Workday-Request-Timestamp",
                  at.toString());
        });
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] mac(String secret, String begin, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      mac.update(begin.getBytes(UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
