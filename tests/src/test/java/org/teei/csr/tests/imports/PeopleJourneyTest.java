package org.teei.csr.tests.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.LocalStack;

/** Users, courses and credentials from the upload to the profile, and rows that confuse people. */
class PeopleJourneyTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final LocalStack stack = LocalStack.shared();
  private final ImportsClient imports = stack.imports();
  private final String mark = UUID.randomUUID().toString().substring(0, 8);

  @Test
  void samplesOfCoursesAndCredentialsAreOnTheProfileOfWhoLearned() throws Exception {
    JsonNode courses = run("completions", sample("upskilling_course_completions.csv"));
    JsonNode credentials =
        run(
            "credentials",
            sample("upskilling_credentials.csv")
                .replace("550e8400-e29b-41d4-a716", UUID.randomUUID().toString().substring(0, 23)));

    assertThat(courses.path("counts").path("accepted").asInt()).isEqualTo(4);
    assertThat(credentials.path("counts").path("accepted").asInt()).isEqualTo(3);
    JsonNode profile = profile("user1-" + mark + "@example.org");
    assertThat(profile.path("completions").get(0).path("courseId").asText()).isEqualTo("EXEC-101");
    assertThat(profile.path("completions").get(0).path("finalScore").asDouble()).isEqualTo(92.5);
    JsonNode credential = profile.path("credentials").get(0);
    assertThat(credential.path("expiresAt").asText()).isEqualTo("2028-10-15T14:30:00Z");
    assertThat(credential.path("expired").isBoolean()).isTrue();
    assertThat(profile.toString()).doesNotContain("VERIFY-001", "ecornell.edu");
    assertThat(
            profile("user2-" + mark + "@example.org")
                .path("credentials")
                .get(0)
                .path("expired")
                .asBoolean())
        .isFalse();
  }

  @Test
  void aFileOfUsersInTheSpellingOfKintellIsImportedWithItsShortRows() {
    JsonNode job =
        run(
            "users",
            """
            Email,Name,Role when joined,Verification_status,Linkedin_URL,grant_access,Joined_kg_at
            a-%1$s@example.org,Olena Example,mentor,verified,https://www.linkedin.com/in/x,true,"Dec 14, 2025"
            B-%1$s@Example.org,Bo,learner
            c-%1$s@example.org,Cy,learner,pending,,false,Dec 14, 2025
            """
                .formatted(mark));

    assertThat(job.path("counts").path("accepted").asInt()).isEqualTo(2);
    assertThat(
            imports
                .get("/v1/imports/" + job.path("id").asText() + "/rows?outcome=rejected")
                .json()
                .findPath("code")
                .asText())
        .isEqualTo("E013");
    assertThat(profile("b-" + mark + "@example.org").path("id").asText()).isNotEmpty();
  }

  @Test
  void aSessionWhoseIdentifiersAreOfTwoPeopleComesBackWithBothIds() {
    run(
        "users",
        "email,kintell_id\na-%1$s@example.org,K-a-%1$s\nb-%1$s@example.org,K-b-%1$s\n"
            .formatted(mark));

    JsonNode job =
        run(
            "sessions",
            """
            session_id,participant_email,participant_kintell_id,volunteer_email,scheduled_at
            %1$s-1,a-%1$s@example.org,K-b-%1$s,v-%1$s@example.org,2026-03-01
            %1$s-2,c-%1$s@example.org,K-a-%1$s,v-%1$s@example.org,2026-03-01
            """
                .formatted(mark));

    assertThat(job.path("counts").path("accepted").asInt()).isEqualTo(1);
    String one = profile("a-" + mark + "@example.org").path("id").asText();
    String other = profile("b-" + mark + "@example.org").path("id").asText();
    JsonNode error =
        imports
            .get("/v1/imports/" + job.path("id").asText() + "/rows?outcome=rejected")
            .json()
            .path("items")
            .get(0)
            .path("errors")
            .get(0);
    assertThat(error.path("code").asText()).isEqualTo("E011");
    assertThat(error.path("people").valueStream().map(JsonNode::asText))
        .containsExactlyInAnyOrder(one, other);
    assertThat(profile("c-" + mark + "@example.org").path("id").asText())
        .as("a known id with a new address is the same person")
        .isEqualTo(one);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "users/kintell_users/1.0",
        "completions/upskilling_completions/1.0",
        "credentials/upskilling_credentials/1.0",
        "sessions/kintell_simple/1.0",
        "sessions/language_session/1.0",
        "sessions/language_session/1.1",
        "sessions/language_session/2.0",
        "sessions/mentorship_session/1.0",
      })
  void aTemplateIsImportedAsOneSoundRow(String schema) {
    String template = imports.get("/v1/import-schemas/" + schema + "/template").body();

    JsonNode job =
        run(
            schema.substring(0, schema.indexOf('/')),
            template
                .replace("@example.org", "-" + mark + "@example.org")
                .replace("K-", "K-" + mark + "-"));

    JsonNode counts = job.path("counts");
    assertThat(counts.path("read").asInt()).isEqualTo(1);
    assertThat(counts.path("rejected").asInt()).as(job.toString()).isZero();
    assertThat(counts.path("accepted").asInt()).isEqualTo(1);
  }

  private JsonNode run(String kind, String csv) {
    String id = imports.accepted(kind, "?force=true", csv.getBytes(StandardCharsets.UTF_8));
    return imports.ended(id, SOON);
  }

  private JsonNode profile(String email) {
    return imports
        .post("/v1/profile/search", "{\"email\":\"%s\"}".formatted(email))
        .json()
        .path("items")
        .get(0);
  }

  private String sample(String name) throws IOException {
    try (var in =
        Objects.requireNonNull(
            PeopleJourneyTest.class.getResourceAsStream("/import-samples/" + name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("@example.org", "-" + mark + "@example.org");
    }
  }
}
