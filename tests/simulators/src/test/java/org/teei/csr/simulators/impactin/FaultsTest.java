package org.teei.csr.simulators.impactin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong when it is asked to, and what the ledger says then. */
class FaultsTest {
  @TempDir Path folder;
  private final ObjectNode report = Reports.benevity(Reports.organization());
  private final String key = UUID.randomUUID().toString();
  private Running running;
  private Client client;

  @BeforeEach
  void start() throws IOException {
    running = Running.in(folder);
    client = running.client();
  }

  @AfterEach
  void stop() throws IOException {
    running.close();
  }

  @ParameterizedTest
  @CsvSource({"rate-limit,429", "server-error,500", "unavailable,503", "expired-token,401"})
  void aRefusalLeavesNothingAndIsOverAfterItsTimes(String kind, int status) throws IOException {
    client.order("{\"platform\":\"benevity\",\"kind\":\"%s\",\"times\":2}".formatted(kind));

    assertThat(send()).isEqualTo(status);
    assertThat(send()).isEqualTo(status);
    assertThat(client.entries(Platform.BENEVITY)).isEmpty();
    assertThat(send()).isEqualTo(200);
    assertThat(client.entries(Platform.BENEVITY)).hasSize(1);
  }

  @Test
  void aRateLimitSaysWhenToComeAgainIfItIsAskedTo() throws IOException {
    client.order("{\"platform\":\"benevity\",\"kind\":\"rate-limit\",\"retryAfterSeconds\":7}");
    client.order("{\"platform\":\"benevity\",\"kind\":\"rate-limit\"}");

    assertThat(client.send(client.benevity(report, key)).headers().firstValue("Retry-After"))
        .hasValue("7");
    assertThat(client.send(client.benevity(report, key)).headers().firstValue("Retry-After"))
        .isEmpty();
  }

  @Test
  void silenceAfterTheCommitIsATimeOutThatTookEffect() throws IOException {
    client.order("{\"platform\":\"benevity\",\"kind\":\"timeout-after-commit\"}");

    assertThatThrownBy(
            () -> client.send(client.benevity(report, key).timeout(Duration.ofMillis(500))))
        .isInstanceOf(HttpTimeoutException.class);
    assertThat(client.entries(Platform.BENEVITY)).hasSize(1);
    assertThat(send()).isEqualTo(200);
    assertThat(client.entries(Platform.BENEVITY)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"reset,0", "reset-after-commit,1"})
  void aResetCutsTheConnection(String kind, int entries) throws IOException {
    client.order("{\"platform\":\"benevity\",\"kind\":\"%s\"}".formatted(kind));

    assertThatThrownBy(this::send).isInstanceOf(IOException.class);
    assertThat(client.entries(Platform.BENEVITY)).hasSize(entries);
  }

  @ParameterizedTest
  @CsvSource({"malformed-ok,true,1", "malformed-ok,false,0", "server-error,true,1"})
  void whetherItTookEffectCanBeChosen(String kind, boolean commits, int entries)
      throws IOException {
    client.order(
        "{\"platform\":\"benevity\",\"kind\":\"%s\",\"commits\":%s}".formatted(kind, commits));

    var answer = client.send(client.benevity(report, key));

    assertThat(answer.statusCode()).isEqualTo(kind.equals("malformed-ok") ? 200 : 500);
    assertThat(Json.read(answer.body().getBytes(UTF_8)).isPresent())
        .isEqualTo(!kind.equals("malformed-ok"));
    assertThat(client.entries(Platform.BENEVITY)).hasSize(entries);
  }

  @Test
  void aDripIsSlowAndWhole() throws IOException {
    client.order("{\"platform\":\"benevity\",\"kind\":\"slow-drip\",\"pauseMillis\":2}");
    Instant before = Instant.now();

    var answer = client.send(client.benevity(report, key));

    assertThat(Client.json(answer).get("success").booleanValue()).isTrue();
    assertThat(Duration.between(before, Instant.now())).isGreaterThan(Duration.ofMillis(400));
  }

  @Test
  void anExpiredTokenStaysSoAndANewOneIsTaken() throws IOException {
    ObjectNode activities = Reports.workday(Reports.organization());
    String token = client.workdayToken();
    client.order("{\"platform\":\"workday\",\"kind\":\"expired-token\"}");

    assertThat(client.send(client.workday(activities, token)).statusCode()).isEqualTo(401);
    assertThat(client.send(client.workday(activities, token)).statusCode()).isEqualTo(401);
    assertThat(client.send(client.workday(activities, client.workdayToken())).statusCode())
        .isEqualTo(200);
  }

  @Test
  void faultsCanWaitAndHitOtherKindsOfRequests() throws IOException {
    client.order("{\"kind\":\"server-error\",\"on\":\"token\",\"after\":1}");

    assertThat(client.workdayToken()).isNotBlank();
    assertThatThrownBy(client::workdayToken).isInstanceOf(NullPointerException.class);
    assertThat(send()).isEqualTo(200);
  }

  @Test
  void aShareHitsSomeAndEndsWhenItIsTakenBack() throws IOException {
    client.post("/settings", "{\"limits\":false}");
    client.order("{\"platform\":\"benevity\",\"kind\":\"unavailable\",\"share\":0.5}");

    int hit = 0;
    for (int i = 0; i < 200; i++) {
      hit += send() == 503 ? 1 : 0;
    }
    client.delete("/faults");

    assertThat(hit).isBetween(50, 150);
    assertThat(send()).isEqualTo(200);
  }

  @Test
  void showsWhatIsOrderedAndHowOftenItHit() throws IOException {
    client.order("{\"platform\":\"benevity\",\"kind\":\"unavailable\",\"times\":3}");
    send();

    var shown = Client.json(client.get("/faults")).get("faults").get(0);

    assertThat(shown.get("fired").intValue()).isEqualTo(1);
    assertThat(shown.at("/fault/kind").asText()).isEqualTo("unavailable");
    assertThat(shown.at("/fault/times").intValue()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kind\":\"earthquake\"}",
        "{\"platform\":\"linkedin\",\"kind\":\"reset\"}",
        "{\"kind\":\"reset\",\"times\":1,\"share\":0.5}",
        "{\"kind\":\"reset\",\"share\":1.5}",
        "{\"kind\":\"reset-after-commit\",\"commits\":false}",
        "{\"kind\":\"reset\",\"often\":true}",
        "{\"times\":1}",
        "reset"
      })
  void anOrderThatMakesNoSenseIsRefused(String order) throws IOException {
    assertThat(client.post("/faults", order).statusCode()).isEqualTo(400);
    assertThat(Client.json(client.get("/faults")).get("faults")).isEmpty();
  }

  private int send() throws IOException {
    return client.send(client.benevity(report, key)).statusCode();
  }
}
