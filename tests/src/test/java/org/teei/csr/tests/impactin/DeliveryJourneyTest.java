package org.teei.csr.tests.impactin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.teei.csr.activities.imports.notices.Receiver;
import org.teei.csr.bench.impactin.Company;
import org.teei.csr.bench.impactin.SimulatedPlatforms;
import org.teei.csr.bench.impactin.TemporalSchedule;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.bench.shared.SideProcess;

/** From rows of a company to an entry in the simulators' ledger: one for each period. */
class DeliveryJourneyTest {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final YearMonth MONTH = YearMonth.now(ZoneOffset.UTC).minusMonths(1);

  private final LocalStack stack = LocalStack.shared();
  private final SimulatedPlatforms platforms = new SimulatedPlatforms(stack.simulators());
  private final Company company = Company.added(stack, platforms);

  @Test
  void aMonthArrivesAsItWasPreviewedAndThePlatformConfirmsItByItself() throws Exception {
    company.worked(MONTH);
    company.connect("benevity");
    JsonNode endpoint =
        company
            .http()
            .post("/v1/webhooks/endpoints", "{\"source\":\"benevity\",\"name\":\"journey\"}")
            .json();
    platforms.callBack(
        "benevity",
        company.id(),
        stack.api() + endpoint.path("address").asText(),
        endpoint.path("secret").asText());
    String schedule = company.schedule("benevity", "never");
    company.computed(MONTH);
    JsonNode preview = company.preview(schedule);
    assertThat(preview.path("findings")).isEmpty();

    String delivery = company.runNow(schedule);

    company.reached(delivery, "confirmed");
    var payload = company.payload(delivery);
    String hash = sha256(payload.body());
    assertThat(payload.body()).isEqualTo(preview.path("payload").asText());
    assertThat(payload.header("X-Content-SHA256")).isEqualTo(hash);
    assertThat(preview.path("payloadSha256").asText()).isEqualTo(hash);
    assertThat(platforms.accepted("benevity", company.id()))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.path("idempotencyKey").asText()).isEqualTo(delivery);
          assertThat(entry.path("bodySha256").asText()).isEqualTo(hash);
          assertThat(entry.path("period").asText())
              .isEqualTo(MONTH.atDay(1) + "/" + MONTH.atEndOfMonth());
        });
    assertThat(company.attempts(delivery))
        .extracting(attempt -> attempt.path("kind").asText())
        .containsExactly("send");
  }

  @Test
  void aPlatformThatDoesNotCallBackIsAsked() {
    company.worked(MONTH);
    company.connect("goodera");

    String delivery = company.runNow(company.schedule("goodera", "never"));

    company.reached(delivery, "confirmed");
    assertThat(company.attempts(delivery))
        .extracting(
            attempt -> attempt.path("kind").asText() + " " + attempt.path("verdict").asText())
        .containsExactly("send accepted", "ask confirmed");
    assertThat(platforms.accepted("goodera", company.id())).hasSize(1);
  }

  @Test
  void aMonthThatManyAskForAtOnceArrivesOnce() throws Exception {
    company.worked(MONTH);
    company.connect("benevity");
    String schedule = company.schedule("benevity", "never");

    List<String> asked = atOnce(20, _ -> () -> company.runNow(schedule));

    assertThat(asked).hasSize(20).containsOnly(asked.getFirst());
    company.arrived(asked.getFirst());
    assertThat(company.runNow(schedule)).isEqualTo(asked.getFirst());
    assertThat(company.deliveries()).hasSize(1);
    assertThat(platforms.accepted("benevity", company.id())).hasSize(1);
  }

  @Test
  void theScheduleBesideManyWhoRunItNowOnThreeWorkersMakesOneDelivery() throws Exception {
    company.worked(MONTH);
    company.connect("benevity");
    String schedule = company.schedule("benevity", "never");

    try (var temporal = temporal(schedule);
        var _ = SideProcess.worker(stack, Map.of());
        var _ = SideProcess.worker(stack, Map.of())) {
      await().atMost(SOON).until(() -> temporal.described().isPresent());
      temporal.fire();
      List<String> asked = atOnce(20, _ -> () -> company.runNow(schedule));

      assertThat(asked).hasSize(20).containsOnly(asked.getFirst());
      company.arrived(asked.getFirst());
      await().atMost(SOON).until(() -> runs(temporal) == 1 && nothingRuns(temporal));
    }
    assertThat(company.deliveries()).hasSize(1);
    assertThat(platforms.accepted("benevity", company.id())).hasSize(1);
  }

  @Test
  void whatIsRefusedDoesNotGoOutAndWhatIsReplayedAndApprovedDoesAndEachIsTold() throws Exception {
    try (Receiver receiver = new Receiver()) {
      JsonNode subscription =
          company
              .http()
              .post(
                  "/v1/import-subscriptions",
                  "{\"name\":\"ours\",\"channel\":\"webhook\",\"url\":\"%s\",\"deliveryStatuses\":[\"awaiting_approval\",\"refused\",\"confirmed\"]}"
                      .formatted(receiver.url()))
              .json();

      String delivery = refusedThenReplayedAndApproved();

      await().atMost(SOON).until(() -> receiver.received().size() == 4);
      assertThat(receiver.received())
          .allSatisfy(told -> {
            assertThat(told.signedBy(subscription.path("secret").asText())).isTrue();
            assertThat(told.json().at("/data/deliveryId").asText()).isEqualTo(delivery);
          })
          .extracting(
              told -> told.json().path("type").asText() + " " + told.json().at("/data/run").asInt())
          .containsExactlyInAnyOrder(
              "delivery.awaiting_approval 1",
              "delivery.refused 1",
              "delivery.awaiting_approval 2",
              "delivery.confirmed 2");
    }
  }

  private String refusedThenReplayedAndApproved() {
    company.worked(MONTH);
    company.connect("benevity");
    String delivery = company.runNow(company.schedule("benevity", "always"));
    company.reached(delivery, "awaiting_approval");
    company.tell(delivery, "refuse");
    company.reached(delivery, "refused");
    assertThat(platforms.accepted("benevity", company.id())).isEmpty();

    company.replay(delivery);
    JsonNode again = company.reached(delivery, "awaiting_approval");
    assertThat(again.path("run").asInt()).isEqualTo(2);
    company.tell(delivery, "approve");

    company.arrived(delivery);
    assertThat(platforms.accepted("benevity", company.id()))
        .singleElement()
        .satisfies(entry -> assertThat(entry.path("idempotencyKey").asText()).isEqualTo(delivery));
    return delivery;
  }

  @Test
  void aScheduleDeliversEachPeriodOnceUntilItIsPausedOrRemoved() {
    company.connect("benevity");
    String schedule = company.schedule(everyMinute("day", false));
    try (var temporal = temporal(schedule)) {
      await().atMost(SOON).until(() -> company.deliveries().size() == 1);
      JsonNode delivery = company.deliveries().getFirst();
      assertThat(delivery.path("cause").asText()).isEqualTo("scheduled");
      company.arrived(delivery.path("id").asText());

      long runs = runs(temporal);
      temporal.fire();
      await().atMost(SOON).until(() -> runs(temporal) > runs && nothingRuns(temporal));
      assertThat(company.deliveries()).hasSize(1);

      // Another period, so that a run that is not held back would show.
      replaced(schedule, everyMinute("week", true));
      assertThat(described(temporal).getSchedule().getState().getPaused()).isTrue();
      long pausedAt = runs(temporal);
      temporal.fire();
      await().atMost(SOON).until(() -> runs(temporal) > pausedAt && nothingRuns(temporal));
      assertThat(company.deliveries()).hasSize(1);

      replaced(schedule, everyMinute("week", false));
      temporal.fire();
      await().atMost(SOON).until(() -> company.deliveries().size() == 2);
      company.deliveries().forEach(each -> company.arrived(each.path("id").asText()));

      company.delete(schedule);
      await().atMost(SOON).until(() -> temporal.described().isEmpty());
      assertThat(company.deliveries()).hasSize(2);
      assertThat(platforms.accepted("benevity", company.id())).hasSize(2);
    }
  }

  @Test
  void ofFiftyReplacementsAtOnceTheLastIsWhatTemporalHas() throws Exception {
    String schedule = company.schedule(at(59, 0));

    List<Replaced> answers =
        atOnce(
            50,
            minute ->
                () -> {
                  String etag = company.shown(schedule).header("ETag");
                  var answer = company.replace(schedule, etag, at(minute, 0));
                  return new Replaced(answer.status(), version(answer.header("ETag")), minute);
                });

    assertThat(answers).extracting(Replaced::status).containsOnly(200, 412);
    Replaced last =
        answers.stream()
            .filter(answer -> answer.status() == 200)
            .max(Comparator.comparingInt(Replaced::version))
            .orElseThrow();
    awaitFollowed(schedule);
    assertThat(company.shown(schedule).json().path("cron").asText())
        .isEqualTo(last.minute() + " 0 * * *");
    try (var temporal = temporal(schedule)) {
      var found = described(temporal).getSchedule();
      assertThat(found.getSpec().getStructuredCalendarList())
          .singleElement()
          .satisfies(calendar ->
              assertThat(calendar.getMinuteList())
                  .singleElement()
                  .satisfies(range -> {
                    assertThat(range.getStart()).isEqualTo(last.minute());
                    assertThat(range.getEnd()).isIn(0, last.minute());
                  }));
      assertThat(found.getState().getNotes())
          .isEqualTo(
              "Kept by the platform as version "
                  + last.version()
                  + ": what is changed here is undone");
    }
    company.delete(schedule);
  }

  private record Replaced(int status, int version, int minute) {}

  /** The number in {@code "7"}; 0 where a refusal has none. */
  private static int version(String etag) {
    return etag.isEmpty() ? 0 : Integer.parseInt(etag.replaceAll("\\D", ""));
  }

  private static String everyMinute(String period, boolean paused) {
    return """
    {"platform":"benevity","frequency":"custom","cron":"* * * * *","period":"%s","timeZone":"UTC",
     "approval":"never","jitterSeconds":0,"paused":%s}\
    """
        .formatted(period, paused);
  }

  private static String at(int minute, int hour) {
    return """
    {"platform":"benevity","frequency":"custom","cron":"%d %d * * *","period":"day","timeZone":"UTC","paused":true}\
    """
        .formatted(minute, hour);
  }

  private void replaced(String schedule, String body) {
    var answer = company.replace(schedule, company.shown(schedule).header("ETag"), body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    awaitFollowed(schedule);
  }

  private void awaitFollowed(String schedule) {
    await().atMost(SOON).until(() -> company.shown(schedule).json().path("followed").asBoolean());
  }

  private TemporalSchedule temporal(String schedule) {
    return TemporalSchedule.of(stack.status().path("temporal").asText(), company.id(), schedule);
  }

  private static DescribeScheduleResponse described(TemporalSchedule temporal) {
    return temporal.described().orElseThrow();
  }

  private static long runs(TemporalSchedule temporal) {
    return described(temporal).getInfo().getActionCount();
  }

  private static boolean nothingRuns(TemporalSchedule temporal) {
    return described(temporal).getInfo().getRunningWorkflowsCount() == 0;
  }

  private static <T> List<T> atOnce(int count, IntFunction<Callable<T>> task) throws Exception {
    List<Callable<T>> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(task.apply(i));
    }
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (var done : executor.invokeAll(tasks)) {
        results.add(done.get());
      }
      return results;
    }
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }
}
