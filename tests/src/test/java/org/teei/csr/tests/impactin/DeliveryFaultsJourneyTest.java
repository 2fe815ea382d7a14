package org.teei.csr.tests.impactin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teei.csr.bench.impactin.Company;
import org.teei.csr.bench.impactin.SimulatedPlatforms;
import org.teei.csr.bench.shared.LocalStack;

/** What becomes of a delivery when its platform fails, judged by what the platform truly took. */
class DeliveryFaultsJourneyTest {
  private final LocalStack stack = LocalStack.shared();
  private final SimulatedPlatforms platforms = new SimulatedPlatforms(stack.simulators());
  private final Company company = Company.added(stack, platforms);

  @BeforeEach
  void work() {
    company.worked(YearMonth.now(ZoneOffset.UTC).minusMonths(1));
  }

  @AfterEach
  void heal() {
    platforms.noFaults();
  }

  @ParameterizedTest
  @CsvSource({"benevity", "goodera", "workday"})
  void aPlatformThatAsksToSlowDownIsWaitedFor(String platform) {
    company.connect(platform);
    platforms.fault(
        "{\"platform\":\"%s\",\"kind\":\"rate-limit\",\"retryAfterSeconds\":3}"
            .formatted(platform));

    String delivery = delivered(platform);

    List<JsonNode> sent = sent(delivery);
    assertThat(verdicts(delivery)).startsWith("send try-later", "send accepted");
    assertThat(
            Duration.between(
                Instant.parse(sent.get(0).path("endedAt").asText()),
                Instant.parse(sent.get(1).path("startedAt").asText())))
        .isGreaterThanOrEqualTo(Duration.ofMillis(2_900));
    assertAcceptedOnce(platform);
  }

  @Test
  void aPlatformThatFailsForLongIsTriedAgainWhenAPersonSaysSo() {
    company.connect("goodera");
    platforms.fault("{\"platform\":\"goodera\",\"kind\":\"server-error\",\"times\":3}");
    String delivery = company.runNow(company.schedule("goodera", "never"));

    JsonNode step = company.parked(delivery);
    assertThat(step.path("failureClass").asText()).isEqualTo("TRANSIENT");
    assertThat(step.path("failureType").asText()).isEqualTo("impactin/platform-failing");
    assertThat(step.path("stage").asText()).isEqualTo("delivering");
    assertThat(sent(delivery)).hasSize(3);
    assertThat(platforms.accepted("goodera", company.id())).isEmpty();
    company.resolve(step, "RETRY");

    company.arrived(delivery);
    assertAcceptedOnce("goodera");
  }

  @ParameterizedTest
  @CsvSource({"benevity", "goodera", "workday"})
  void refusedCredentialsWaitForNewOnes(String platform) {
    company.connect(platform, "wrong");
    String delivery = company.runNow(company.schedule(platform, "never"));

    JsonNode step = company.parked(delivery);
    assertThat(step.path("failureClass").asText()).isEqualTo("AUTH");
    assertThat(step.path("sentence").asText())
        .isEqualTo("Credentials were refused. Trying again helps after they are renewed.");
    assertThat(sent(delivery)).hasSize(1);
    company.credentials(platform, "right");
    company.resolve(step, "RETRY");

    company.arrived(delivery);
    assertAcceptedOnce(platform);
  }

  @Test
  void anIdThatThePlatformDoesNotKnowIsMendedInWhatIsFrozen() {
    company.connect("benevity");
    company.calledThere("benevity", "unknown");
    String delivery = company.runNow(company.schedule("benevity", "on_deviation"));
    JsonNode step = company.parked(delivery);
    assertThat(step.path("failureType").asText()).isEqualTo("impactin/organization-not-found");
    String wrong = company.payload(delivery).body();
    company.calledThere("benevity", company.id());
    company.resolve(step, "ABORT");
    company.reached(delivery, "failed");

    JsonNode shown = company.refreeze(delivery);

    assertThat(shown.path("changes")).hasSize(1);
    company.reached(delivery, "awaiting_approval");
    company.tell(delivery, "approve");
    JsonNode arrived = company.arrived(delivery);
    assertThat(company.payload(delivery).body())
        .isEqualTo(wrong.replace("\"unknown\"", "\"%s\"".formatted(company.id())));
    assertThat(platforms.accepted("benevity", company.id()))
        .singleElement()
        .satisfies(accepted -> {
          assertThat(accepted.path("idempotencyKey").asText()).isEqualTo(delivery);
          assertThat(accepted.path("bodySha256").asText())
              .isEqualTo(shown.path("payloadSha256").asText())
              .isEqualTo(arrived.path("payloadSha256").asText());
        });
  }

  @Test
  void aTokenThatExpiredIsRenewedUnnoticed() {
    company.connect("workday");
    platforms.fault("{\"platform\":\"workday\",\"kind\":\"expired-token\"}");

    String delivery = delivered("workday");

    assertThat(verdicts(delivery)).startsWith("send accepted");
    assertAcceptedOnce("workday");
  }

  @ParameterizedTest
  @CsvSource({
    "benevity,timeout-after-commit",
    "benevity,reset-after-commit",
    "goodera,malformed-ok",
    "goodera,reset-after-commit"
  })
  void whatMayHaveArrivedIsAskedAboutAndNotSentAgain(String platform, String kind) {
    company.connect(platform);
    platforms.fault("{\"platform\":\"%s\",\"kind\":\"%s\"}".formatted(platform, kind));

    String delivery = delivered(platform);

    assertThat(verdicts(delivery)).startsWith("send unknown", "ask confirmed");
    assertThat(sent(delivery)).hasSize(1);
    assertAcceptedOnce(platform);
  }

  @ParameterizedTest
  @CsvSource({"goodera,malformed-ok", "benevity,reset"})
  void whatIsNotThereWhenAskedAboutIsSentAgain(String platform, String kind) {
    company.connect(platform);
    platforms.fault(
        "{\"platform\":\"%s\",\"kind\":\"%s\",\"commits\":false}".formatted(platform, kind));

    String delivery = delivered(platform);

    assertThat(verdicts(delivery)).startsWith("send unknown", "ask not-found", "send accepted");
    assertAcceptedOnce(platform);
  }

  @Test
  void whatNobodyCanBeAskedAboutIsForAPersonWhoFindsItThere() {
    company.connect("workday");
    platforms.fault("{\"platform\":\"workday\",\"kind\":\"reset-after-commit\"}");
    String delivery = company.runNow(company.schedule("workday", "never"));

    JsonNode step = company.parked(delivery);
    assertUnknown(step);
    assertAcceptedOnce("workday");
    company.resolve(step, "SKIP");

    company.arrived(delivery);
    assertThat(sent(delivery)).hasSize(1);
    assertAcceptedOnce("workday");
  }

  @Test
  void whatNobodyCanBeAskedAboutIsForAPersonWhoDoesNotFindItThere() {
    company.connect("workday");
    platforms.fault("{\"platform\":\"workday\",\"kind\":\"reset\"}");
    String delivery = company.runNow(company.schedule("workday", "never"));

    JsonNode step = company.parked(delivery);
    assertUnknown(step);
    assertThat(platforms.accepted("workday", company.id())).isEmpty();
    company.resolve(step, "RETRY");

    company.arrived(delivery);
    assertThat(sent(delivery)).hasSize(2);
    assertAcceptedOnce("workday");
  }

  private static void assertUnknown(JsonNode step) {
    assertThat(step.path("stage").asText()).isEqualTo("unknown");
    assertThat(step.path("actions"))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrder("RETRY", "SKIP", "ABORT");
    assertThat(step.path("sentence").asText())
        .isEqualTo(
            "It may have arrived, and the other side cannot be asked. Look there: trying again sends"
                + " it once more, leaving it out means that it has arrived.");
  }

  /** Asks for the delivery of the last month and waits until it has arrived. */
  private String delivered(String platform) {
    String delivery = company.runNow(company.schedule(platform, "never"));
    company.arrived(delivery);
    return delivery;
  }

  private List<String> verdicts(String delivery) {
    return company.attempts(delivery).stream()
        .map(attempt -> attempt.path("kind").asText() + " " + attempt.path("verdict").asText())
        .toList();
  }

  private List<JsonNode> sent(String delivery) {
    return company.attempts(delivery).stream()
        .filter(attempt -> attempt.path("kind").asText().equals("send"))
        .toList();
  }

  private void assertAcceptedOnce(String platform) {
    assertThat(platforms.accepted(platform, company.id())).hasSize(1);
  }
}
