package org.teei.csr.tests.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.tests.shared.SessionsFile;

/** A file that is looked at before it lands, or never does. */
class ReviewJourneyTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final LocalStack stack = LocalStack.shared();
  private final ImportsClient imports = stack.imports();
  private final SessionsFile file = new SessionsFile();

  private long sessions() throws Exception {
    return Long.parseLong(
        stack.value(
            "select count(*) from sessions where external_id like '%s-%%'".formatted(file.mark)));
  }

  /** One row that is there and stays, one that changes, one that is new, one that is wrong. */
  private byte[] secondFile() {
    imports.ended(
        imports.accepted("", file.session(1, "5", "same").session(2, "3", "before").bytes()), SOON);
    return file.session(2, "4", "after").session(3, "4", "new").session(4, "9", "wrong").bytes();
  }

  @Test
  void reviewedFileLandsWhenItIsApprovedAndNotBefore() throws Exception {
    String id = imports.accepted("?mode=review", secondFile());
    JsonNode waiting = imports.reached(id, "awaiting_approval");
    JsonNode preview = imports.get("/v1/imports/" + id + "/preview").json();

    assertThat(waiting.path("approvalDueAt").asText()).isNotEmpty();
    assertThat(preview.path("rows").path("items").findValuesAsText("action"))
        .containsExactly("duplicate", "duplicate", "update", "create", "reject");
    assertThat(preview.at("/rows/items/2/changes").findValuesAsText("column"))
        .containsExactly("rating", "feedback_text");
    assertThat(preview.at("/rows/items/2/changes/0/after").asText()).isEqualTo("0.75");
    assertThat(sessions()).isEqualTo(2);

    assertThat(
            imports.post("/v1/imports/" + id + "/approve", "{\"reason\":\"looks right\"}").status())
        .isBetween(200, 202);
    JsonNode job = imports.ended(id, SOON);

    assertThat(job.path("status").asText()).isEqualTo("completed");
    assertThat(job.path("counts").path("accepted").asLong()).isEqualTo(2);
    assertThat(sessions()).isEqualTo(3);
    assertThat(imports.get("/v1/imports/" + id + "/preview").status()).isEqualTo(409);
  }

  @Test
  void rowsAboutStrangersAreRejectedWhereThatIsWanted() throws Exception {
    imports.ended(imports.accepted("", file.session(1, "5", "known").bytes()), SOON);
    byte[] second =
        file.line(
                "%s-2,Language Connect,stranger-%s@example.org,%s,2026-03-02T15:00:00Z,60,5,Fine,B1"
                    .formatted(file.mark, file.mark, file.volunteer()))
            .session(3, "4", "known too")
            .bytes();

    JsonNode job = imports.ended(imports.accepted("?unknownPeople=reject", second), SOON);

    assertThat(job.path("counts").path("accepted").asLong()).isEqualTo(1);
    assertThat(job.path("counts").path("rejected").asLong()).isEqualTo(1);
    assertThat(imports.get("/v1/imports/" + job.path("id").asText() + "/rejected.csv").body())
        .contains("E010", "stranger-" + file.mark);
    assertThat(sessions()).isEqualTo(2);
  }

  @Test
  void cancelledReviewLandsNothing() throws Exception {
    String id = imports.accepted("?mode=review", secondFile());
    imports.reached(id, "awaiting_approval");

    imports.post("/v1/imports/" + id + "/cancel", "{\"reason\":\"wrong file\"}");

    assertThat(imports.ended(id, SOON).path("status").asText()).isEqualTo("cancelled");
    assertThat(sessions()).isEqualTo(2);
  }

  @Test
  void dryRunCountsWhatWouldBeAndTheSameFileCanLandAfterIt() throws Exception {
    byte[] second = secondFile();
    JsonNode dry = imports.ended(imports.accepted("?mode=dry-run", second), SOON);
    assertThat(sessions()).isEqualTo(2);

    JsonNode real = imports.ended(imports.accepted("", second), SOON);

    assertThat(dry.path("status").asText()).isEqualTo("completed");
    assertThat(dry.path("counts")).isEqualTo(real.path("counts"));
    assertThat(sessions()).isEqualTo(3);
  }

  @Test
  void atomicFileWithAWrongRowLandsNothingAndSaysWhy() throws Exception {
    JsonNode job = imports.ended(imports.accepted("?errorPolicy=atomic", secondFile()), SOON);

    assertThat(job.path("status").asText()).isEqualTo("failed");
    assertThat(job.path("problem").path("code").asText()).isEqualTo("rows-rejected");
    assertThat(job.path("counts").path("unprocessed").asLong()).isEqualTo(3);
    assertThat(sessions()).isEqualTo(2);
  }

  @Test
  void importStopsAtMoreRejectedRowsThanItIsToBear() throws Exception {
    byte[] second = secondFile();

    JsonNode borne =
        imports.ended(imports.accepted("?errorPolicy=stop-after&maxRejected=1", second), SOON);
    JsonNode stopped =
        imports.ended(imports.accepted("?errorPolicy=stop-after&maxRejected=0", second), SOON);

    assertThat(borne.path("status").asText()).isEqualTo("completed");
    assertThat(stopped.path("problem").path("code").asText()).isEqualTo("too-many-rejected");
  }
}
