package org.teei.csr.simulators.impactin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.simulators.shared.HttpServer;
import org.teei.csr.simulators.shared.Reply;
import org.teei.csr.simulators.shared.Request;

class CallbacksTest {
  @TempDir Path folder;
  private final String secret = UUID.randomUUID().toString();
  private final List<Request> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private Running running;
  private Client client;
  private HttpServer receiver;

  @BeforeEach
  void start() throws IOException {
    running = Running.in(folder);
    client = running.client();
    receiver =
        HttpServer.start(
            "127.0.0.1",
            0,
            request -> {
              received.add(request);
              int status = refusals.getAndDecrement() > 0 ? 503 : 200;
              return new Reply.Answer(status, Map.of(), new byte[0]);
            });
  }

  @AfterEach
  void stop() throws IOException {
    receiver.close();
    running.close();
  }

  @Test
  void benevitySignsTimeAndBody() throws Exception {
    register("benevity", "");
    var accepted =
        client.send(
            client.benevity(Reports.benevity(Reports.organization()), UUID.randomUUID() + ""));

    Request callback = callback();
    String[] parts = callback.header("X-Benevity-Signature").orElseThrow().split(",", -1);
    String time = parts[0].substring(2);

    assertThat(parts[1]).isEqualTo("v1=" + hex(time + ".", callback.body()));
    assertThat(Instant.ofEpochSecond(Long.parseLong(time)))
        .isBetween(Instant.now().minusSeconds(60), Instant.now());
    var body = Json.read(callback.body()).orElseThrow();
    assertThat(body.get("event_type").asText()).isEqualTo("delivery.success");
    assertThat(body.get("transaction_id")).isEqualTo(Client.json(accepted).get("transactionId"));
  }

  @Test
  void gooderaSignsTimeAndBody() throws Exception {
    register("goodera", ",\"outcome\":\"failed\"");
    client.send(
        client.goodera(
            "", Reports.goodera(Reports.organization()).toString(), UUID.randomUUID() + ""));

    Request callback = callback();
    String time = callback.header("X-Goodera-Request-Timestamp").orElseThrow();

    assertThat(callback.header("X-Goodera-Signature"))
        .hasValue("sha256=" + hex(time + ".", callback.body()));
    assertThat(Json.read(callback.body()).orElseThrow().get("eventType").asText())
        .isEqualTo("data.failed");
  }

  @Test
  void workdaySignsTimeAndBodyAndNamesTheTransaction() throws Exception {
    register("workday", "");
    var accepted =
        client.send(client.workday(Reports.workday(Reports.organization()), client.workdayToken()));

    Request callback = callback();
    String time = callback.header("X-Workday-Request-Timestamp").orElseThrow();

    assertThat(Instant.parse(time)).isBetween(Instant.now().minusSeconds(60), Instant.now());
    assertThat(Base64.getDecoder().decode(callback.header("X-Workday-Signature").orElseThrow()))
        .isEqualTo(hmac(time + ":", callback.body()));
    assertThat(Json.read(callback.body()).orElseThrow().get("transactionId"))
        .isEqualTo(Client.json(accepted).get("transactionId"));
  }

  @Test
  void comesAgainWhileTheReceiverIsNotThere() throws Exception {
    refusals.set(1);
    register("benevity", "");
    client.send(client.benevity(Reports.benevity(Reports.organization()), "k"));

    await().until(() -> received.size() == 2);
    assertThat(received.get(1).body()).isEqualTo(received.get(0).body());
    await()
        .untilAsserted(() -> {
          var sent = Client.json(client.get("/callbacks")).get("sent").get(0);
          assertThat(sent.get("status").intValue()).isEqualTo(200);
          assertThat(sent.get("attempts").intValue()).isEqualTo(2);
        });
  }

  @Test
  void tellsTheReceiverOfTheOrganizationAsOftenAsItIsSetTo() throws Exception {
    String organization = Reports.organization();
    register("benevity", ",\"organizationId\":\"%s\",\"copies\":3".formatted(organization));

    client.send(client.benevity(Reports.benevity(Reports.organization()), "k-1"));
    client.send(client.benevity(Reports.benevity(organization), "k-2"));

    await().until(() -> received.size() == 3);
    assertThat(received)
        .allSatisfy(callback ->
            assertThat(new String(callback.body(), StandardCharsets.UTF_8)).contains(organization));
    assertThat(client.get("/callbacks").body()).contains(organization).doesNotContain(secret);
  }

  @Test
  void aRepeatUnderAKnownKeyTellsNobodyAgain() throws Exception {
    register("benevity", "");
    var report = Reports.benevity(Reports.organization());
    client.send(client.benevity(report, "k"));
    client.send(client.benevity(report, "k"));
    client.send(client.benevity(Reports.benevity(Reports.organization()), "last"));

    await().until(() -> Client.json(client.get("/callbacks")).get("sent").size() == 2);
    assertThat(received).hasSize(2);
  }

  @Test
  void aReceiverWithoutASecretIsRefused() throws IOException {
    assertThat(
            client
                .post("/callbacks", "{\"platform\":\"benevity\",\"url\":\"http://127.0.0.1:1\"}")
                .statusCode())
        .isEqualTo(400);
  }

  private void register(String platform, String more) throws IOException {
    var answer =
        client.post(
            "/callbacks",
            "{\"platform\":\"%s\",\"url\":\"http://127.0.0.1:%d/hook\",\"secret\":\"%s\"%s}"
                .formatted(platform, receiver.port(), secret, more));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
  }

  private Request callback() {
    await().until(() -> !received.isEmpty());
    return received.getFirst();
  }

  private String hex(String before, byte[] body) throws Exception {
    return HexFormat.of().formatHex(hmac(before, body));
  }

  private byte[] hmac(String before, byte[] body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    mac.update(before.getBytes(StandardCharsets.UTF_8));
    return mac.doFinal(body);
  }
}
