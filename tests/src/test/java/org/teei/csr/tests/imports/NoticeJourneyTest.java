package org.teei.csr.tests.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.teei.csr.activities.imports.notices.Receiver;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.ImportsClient.Answer;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.tests.shared.SessionsFile;

/** Being told about imports, by a stream, a webhook and mail, with a real receiver of each. */
class NoticeJourneyTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String PATH = "/v1/import-subscriptions";

  private static GreenMail mail;
  private static LocalStack stack;
  private static ImportsClient imports;

  @BeforeAll
  static void start() {
    mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    stack =
        LocalStack.start(
            "notices",
            Map.of(
                "CSR_MAIL_HOST", "127.0.0.1",
                "CSR_MAIL_PORT", String.valueOf(mail.getSmtp().getPort()),
                "CSR_MAIL_FROM", "csr@platform.example.org",
                "CSR_MAIL_START_TLS", "false"));
    imports = stack.imports();
  }

  @AfterAll
  static void stop() {
    stack.close();
    mail.stop();
  }

  @Test
  void aStreamTellsAnImportUntilItsEnd() {
    String id = imports.accepted("", SessionsFile.ofRows(2_000).bytes());

    Answer stream = imports.get("/v1/imports/" + id + "/events");

    List<String> data = stream.body().lines().filter(line -> line.startsWith("data: ")).toList();
    assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream");
    assertThat(data.getLast()).contains("\"status\":\"completed\"").contains(id);
    assertThat(stream.body().lines().filter(line -> line.startsWith("id: ")).distinct())
        .hasSize(data.size());
    assertThat(data.getLast().substring(6)).isEqualTo(imports.get("/v1/imports/" + id).body());
  }

  @Test
  void theEndOfAnImportIsToldByASignedWebhookAndByMail() throws Exception {
    try (Receiver receiver = new Receiver()) {
      JsonNode webhook = subscribed(receiver, "completed");
      Answer people =
          imports.post(
              PATH,
              "{\"name\":\"people\",\"channel\":\"mail\",\"addresses\":[\"team@example.org\"],\"statuses\":[\"completed\"]}");
      assertThat(people.status()).as(people.body()).isEqualTo(201);

      SessionsFile file = SessionsFile.ofRows(3);
      String id = imports.accepted("", file.bytes());
      imports.ended(id, SOON);

      await().atMost(SOON).until(() -> receiver.received().size() == 1);
      await().atMost(SOON).until(() -> mail.getReceivedMessages().length == 1);
      Receiver.Received got = receiver.received().getFirst();
      assertThat(got.signedBy(webhook.path("secret").asText())).isTrue();
      assertThat(got.json().at("/data/importId").asText()).isEqualTo(id);
      assertThat(got.json().at("/data/counts/accepted").asLong()).isEqualTo(3);
      assertThat(got.body()).doesNotContain(file.participant()).doesNotContain("Useful hour");
      String text = GreenMailUtil.getBody(mail.getReceivedMessages()[0]);
      assertThat(text).contains("accepted: 3").doesNotContain(file.participant());
      imports.delete(PATH + "/" + webhook.path("id").asText());
      imports.delete(PATH + "/" + people.json().path("id").asText());
    }
  }

  @Test
  void aReceiverThatIsDownIsToldWhenItIsBackAndSomebodyDecidesSo() throws Exception {
    Receiver down = new Receiver();
    down.close();
    JsonNode subscription = subscribed(down, "completed");
    String deliveries = PATH + "/" + subscription.path("id").asText() + "/deliveries";
    JsonNode test =
        imports.post(PATH + "/" + subscription.path("id").asText() + "/test", "").json();

    await()
        .atMost(SOON)
        .until(() -> imports.get(deliveries).json().at("/items/0/state").asText().equals("parked"));
    JsonNode parked = parkedOf(test.path("workflowId").asText());
    assertThat(imports.get(deliveries).json().at("/items/0/attempts").asInt()).isEqualTo(4);
    assertThat(parked.path("failureClass").asText()).isEqualTo("TRANSIENT");

    try (Receiver back = new Receiver(down.port())) {
      Answer resolved =
          imports.post(
              "/v1/operations/parked/" + parked.path("id").asText() + "/resolve",
              "{\"action\":\"RETRY\",\"reason\":\"it is back\",\"expectedSequence\":1}");
      assertThat(resolved.status()).isBetween(200, 202);
      await()
          .atMost(SOON)
          .until(() ->
              imports.get(deliveries).json().at("/items/0/state").asText().equals("delivered"));
      assertThat(back.received().getFirst().id()).isEqualTo(test.path("id").asText());

      Answer again = imports.post(deliveries + "/" + test.path("id").asText() + "/resend", "");
      assertThat(again.status()).isEqualTo(202);
      await().atMost(SOON).until(() -> back.received().size() == 2);
      assertThat(back.received().get(1).id()).isEqualTo(test.path("id").asText());
      assertThat(back.received().get(1).signedBy(subscription.path("secret").asText())).isTrue();
    }
    noSecretIn(subscription.path("secret").asText());
  }

  /** Neither in the logs of the platform nor in what Temporal keeps. */
  private static void noSecretIn(String secret) throws Exception {
    try (Stream<Path> logs = Files.walk(stack.data().resolve("logs"))) {
      assertThat(logs.filter(Files::isRegularFile))
          .isNotEmpty()
          .allSatisfy(log -> assertThat(Files.readString(log)).doesNotContain(secret));
    }
    assertThat(
            stack.value(
                "select count(*) from start_intents where input::text like '%whsec_%' or summary like '%whsec_%'"))
        .isEqualTo("0");
  }

  private static JsonNode parkedOf(String workflowId) {
    for (JsonNode item :
        imports.get("/v1/operations/parked?feature=imports-notices").json().path("items")) {
      if (item.path("workflowId").asText().equals(workflowId)) {
        return item;
      }
    }
    throw new AssertionError("Not listed as parked: " + workflowId);
  }

  private static JsonNode subscribed(Receiver receiver, String status) {
    Answer made =
        imports.post(
            PATH,
            "{\"name\":\"ours\",\"channel\":\"webhook\",\"url\":\"%s\",\"statuses\":[\"%s\"]}"
                .formatted(receiver.url(), status));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.json();
  }
}
