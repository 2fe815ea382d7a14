package org.teei.csr.tests.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.ImportsClient.Answer;
import org.teei.csr.bench.shared.LocalStack;

/** What a company's administrator does to know what came of a month. */
class MetricsJourneyTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String FIGURES = "/v1/metrics/demo";

  private final LocalStack stack = LocalStack.shared();
  private final ImportsClient http = stack.imports();

  /** Of its own: other journeys import into the same company, into the last months. */
  private final YearMonth month =
      YearMonth.now(ZoneOffset.UTC).minusMonths(24 + ThreadLocalRandom.current().nextInt(84));

  private final String mark = UUID.randomUUID().toString().substring(0, 8);

  @Test
  void figuresComeFromRowsAndLateRowsMakeARevision() {
    assume("monthly_programme_cost", "1000");
    assume("wage_lift", "15000");
    assume("multiplier", "1.5");
    assume("discount_rate", "0.03");
    assume("benefit_years", "3");
    imported(session(1, 5, "A1", 60) + session(1, 20, "A2", 45) + session(2, 6, "B1", 60));

    JsonNode first = computed();

    assertThat(first.path("state").asText()).isEqualTo("computed");
    assertThat(first.path("revision").asInt()).isEqualTo(1);
    JsonNode shown = http.get(FIGURES + "?period=" + month).json();
    assertThat(value(shown, "participants")).isEqualTo(2);
    assertThat(value(shown, "volunteers")).isEqualTo(1);
    assertThat(value(shown, "sessions")).isEqualTo(3);
    assertThat(value(shown, "hours")).isEqualTo(2.75);
    assertThat(value(shown, "languageProgress")).isEqualTo(1);
    // One person: 15,000 · 1.5 for three years at 3 % are 63,643.8, beside 1,000.
    assertThat(value(shown, "sroi")).isEqualTo(62.64);
    assertThat(
            http.get(FIGURES + "/vis?period=" + month)
                .json()
                .path("figure")
                .path("reason")
                .asText())
        .isEqualTo("outcome-scores-missing");
    assertThat(
            http.get("/v1/metrics/" + first.path("id").asText() + "/evidence?figure=hours")
                .json()
                .path("total")
                .asInt())
        .isEqualTo(3);

    assertThat(computed().path("state").asText()).isEqualTo("unchanged");
    imported(session(2, 28, "B2", 30));
    JsonNode second = computed();

    assertThat(second.path("revision").asInt()).isEqualTo(2);
    assertThat(second.path("moved"))
        .extracting(JsonNode::asText)
        .contains("sessions", "hours", "sroi")
        .doesNotContain("participants");
  }

  private void assume(String name, String value) {
    Answer answer =
        http.put(
            FIGURES + "/assumptions/" + name + "/" + month.atDay(1),
            "{\"value\":%s,\"source\":\"a journey\"}".formatted(value));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private String session(int person, int day, String level, int minutes) {
    return "%s-%d-%d,p%d-%s@example.org,v-%s@example.org,%sT10:00:00Z,%sT11:00:00Z,%d,,,%s,,\n"
        .formatted(
            mark,
            person,
            day,
            person,
            mark,
            mark,
            month.atDay(day),
            month.atDay(day),
            minutes,
            level);
  }

  private void imported(String rows) {
    String header =
        "session_id,participant_email,volunteer_email,scheduled_at,completed_at,duration_minutes,rating,"
            + "feedback_text,language_level,topics,metadata\n";
    JsonNode job = http.ended(http.accepted("", (header + rows).getBytes(UTF_8)), SOON);
    assertThat(job.path("counts").path("rejected").asInt()).as(job.toString()).isZero();
  }

  private JsonNode computed() {
    Answer asked = http.post(FIGURES + "/snapshots", "{\"period\":\"%s\"}".formatted(month));
    assertThat(asked.status()).as(asked.body()).isEqualTo(202);
    return await()
        .atMost(SOON)
        .until(
            () -> http.get(asked.header("Location")).json(),
            snapshot -> !snapshot.path("state").asText().equals("queued"));
  }

  private static double value(JsonNode snapshot, String name) {
    for (JsonNode figure : snapshot.path("figures")) {
      if (figure.path("name").asText().equals(name)) {
        return figure.path("value").asDouble();
      }
    }
    throw new AssertionError("no figure " + name);
  }
}
