package org.teei.csr.api.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.http.HttpRequest.BodyPublishers;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;

/** A platform that says something and signs as it documents, by code of its own. */
record Sender(Api api, String address, String secret) {

  /** One to which the company has given an address, and the address's secret. */
  static Sender of(Api api, String tenant, String platform) {
    var made =
        Http.as(api, tenant, "company_admin")
            .post(
                "/v1/webhooks/endpoints",
                "{\"source\":\"%s\",\"name\":\"ours\"}".formatted(platform))
            .json();
    return new Sender(api, made.get("address").asString(), made.get("secret").asString());
  }

  Sender with(String other) {
    return new Sender(api, address, other);
  }

  Sender at(String other) {
    return new Sender(api, other, secret);
  }

  UUID endpoint() {
    return UUID.fromString(address.split("/", -1)[3]);
  }

  String platform() {
    return address.substring(address.lastIndexOf('/') + 1);
  }

  static String transaction() {
    return "TX-" + UUID.randomUUID();
  }

  /** What the platform says of a transaction that it is done with. */
  String processed(String transaction) {
    return switch (platform()) {
      case "benevity" ->
          "{\"event_type\":\"delivery.success\",\"transaction_id\":\"%s\",\"organization_id\":\"a\",\"status\":\"success\",\"timestamp\":\"2026-11-30T08:00:00Z\"}"
              .formatted(transaction);
      case "goodera" ->
          "{\"eventType\":\"data.processed\",\"transactionId\":\"%s\",\"projectId\":\"p\",\"status\":\"processed\",\"timestamp\":\"2026-11-30T08:00:00Z\"}"
              .formatted(transaction);
      default ->
          "{\"eventType\":\"activity.created\",\"transactionId\":\"%s\",\"activityId\":\"a\",\"status\":\"success\",\"timestamp\":\"2026-11-30T08:00:00Z\"}"
              .formatted(transaction);
    };
  }

  Http.Answer send(String body) {
    return send(body.getBytes(UTF_8), headers(body.getBytes(UTF_8), Instant.now()));
  }

  Http.Answer send(byte[] body, String... headers) {
    return new Http(api, "")
        .send("POST", address, BodyPublishers.ofByteArray(body), withContentType(headers));
  }

  private static String[] withContentType(String... headers) {
    var all = new String[headers.length + 2];
    all[0] = "Content-Type";
    all[1] = "application/json";
    System.arraycopy(headers, 0, all, 2, headers.length);
    return all;
  }

  String[] headers(byte[] body, Instant at) {
    var seconds = String.valueOf(at.getEpochSecond());
    var iso = at.truncatedTo(ChronoUnit.SECONDS).toString();
    return switch (platform()) {
      case "benevity" ->
          new String[] {
            "X-Benevity-Signature", "t=" + seconds + ",v1=" + hex(mac(seconds + ".", body))
          };
      case "goodera" ->
          new String[] {
            "X-Goodera-Request-Timestamp",
            seconds,
            "X-Goodera-Signature",
            "sha256=" + hex(mac(seconds + ".", body))
          };
      default ->
          new String[] {
            "X-Workday-Request-Timestamp",
            iso,
            "X-Workday-Signature",
            Base64.getEncoder().encodeToString(mac(iso + ":", body))
          };
    };
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private byte[] mac(String begin, byte[] body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      mac.update(begin.getBytes(UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
