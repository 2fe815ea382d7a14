package org.teei.csr.tests.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.LocalStack;

/**
 * What a programme manager does with the files of a buddy programme: the matches first, then what
 * came of them, by the ids that the answer handed out, by the keys of the source, or by the pairs.
 */
class BuddyJourneyTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final LocalStack stack = LocalStack.shared();
  private final ImportsClient imports = stack.imports();
  private final String mark = UUID.randomUUID().toString().substring(0, 8);

  @Test
  void matchesHandOutIdsByWhichTheOtherFilesFindThem() throws Exception {
    String matches = sample();
    JsonNode job = ended("matches", matches);
    assertThat(job.path("schema").asText()).isEqualTo("buddy_matches/1.0");
    assertThat(job.path("counts").path("accepted").asLong()).isEqualTo(5);

    List<String> accepted =
        imports
            .get("/v1/imports/" + job.path("id").asText() + "/accepted.csv")
            .body()
            .lines()
            .toList();
    assertThat(accepted.getFirst()).isEqualTo(matches.lines().findFirst().orElseThrow() + ",_id");
    String first = accepted.get(1).substring(accepted.get(1).lastIndexOf(',') + 1);
    assertThat(imports.get("/v1/imports/" + job.path("id").asText() + "/rows").body())
        .contains(first);

    JsonNode events =
        ended(
            "events",
            """
            match_id,participant_email,buddy_email,event_type,event_date,description,location,attendees
            %s,,,hangout,2026-01-05T10:00:00Z,a walk by the river,Oslo,
            ,participant2-%s@example.org,buddy2-%s@example.org,Picnic,2026-01-06,,,
            %s,,,workshop,2026-01-07,,,
            """
                .formatted(first, mark, mark, UUID.randomUUID()));
    assertThat(outcomes(events)).containsExactly("accepted", "accepted", "rejected E018:match_id");

    JsonNode checkins =
        ended(
            "checkins",
            """
            match_id,checkin_date,mood,notes,question_responses
            %s,2026-01-08,great,we laugh a lot,"{""comfort"": 5}"
            %s,2026-01-09,happy,,
            """
                .formatted(first, first));
    assertThat(outcomes(checkins)).containsExactly("accepted", "rejected E008:mood");

    JsonNode feedback =
        ended(
            "feedback",
            """
            participant_email,buddy_email,from_role,rating,feedback_text,submitted_at,communication
            PARTICIPANT1-%s@example.org,buddy1-%s@example.org,buddy,0.9,a good listener,2026-01-10,0.5
            """
                .formatted(mark, mark));
    assertThat(outcomes(feedback)).containsExactly("accepted");

    JsonNode profile = profile("participant1-" + mark + "@example.org");
    assertThat(profile.path("matches")).hasSize(1);
    assertThat(profile.path("matches").get(0).path("id").asText()).isEqualTo(first);
    assertThat(profile.path("matches").get(0).path("status").asText()).isEqualTo("active");
    for (String role : List.of("participant", "buddy")) {
      await()
          .atMost(SOON)
          .untilAsserted(() ->
              assertThat(
                      stack.value(
                          """
                          select string_agg(t.entry_kind, ' ' order by t.entry_kind)
                          from profile_timeline t join buddy_matches m on t.tenant_id = m.tenant_id
                            and t.person_id = m.%s_id
                          where m.match_id = '%s' and t.role = '%s'
                          """
                              .formatted(role, first, role)))
                  .isEqualTo("checkin event feedback match"));
    }
  }

  @Test
  void filesNameMatchesByTheKeyOfTheirSource() {
    ended(
        "matches",
        "participant_email,buddy_email,external_key\np-%s@example.org,b-%s@example.org,K-%s\n"
            .formatted(mark, mark, mark));

    JsonNode job =
        ended("checkins", "match_key,mood\nK-%s,good\nK-none-%s,good\n".formatted(mark, mark));

    assertThat(outcomes(job)).containsExactly("accepted", "rejected E018:match_key");
    assertThat(imports.get("/v1/imports/" + job.path("id").asText() + "/rejected.csv").body())
        .contains("K-none-" + mark + ",good,2,E018,match_key,match_key names no known match.");
  }

  /** The sample with addresses of this test. */
  private String sample() throws IOException {
    try (var in = getClass().getResourceAsStream("buddy_matches.csv")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8)
          .replace("@example.org", "-" + mark + "@example.org");
    }
  }

  private JsonNode ended(String kind, String csv) {
    JsonNode job = imports.ended(imports.accepted(kind, "", csv.getBytes(UTF_8)), SOON);
    assertThat(job.path("status").asText()).isEqualTo("completed");
    assertThat(job.path("kind").asText()).isEqualTo(kind);
    return job;
  }

  private List<String> outcomes(JsonNode job) {
    JsonNode rows =
        imports.get("/v1/imports/" + job.path("id").asText() + "/rows").json().path("items");
    return rows.valueStream()
        .map(row ->
            row.path("outcome").asText()
                + row.path("errors")
                    .valueStream()
                    .map(error ->
                        " " + error.path("code").asText() + ":" + error.path("column").asText())
                    .reduce("", String::concat))
        .toList();
  }

  private JsonNode profile(String email) {
    return imports
        .post("/v1/profile/search", "{\"email\":\"%s\"}".formatted(email))
        .json()
        .path("items")
        .get(0);
  }
}
