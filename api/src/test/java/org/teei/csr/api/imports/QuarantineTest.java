package org.teei.csr.api.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import tools.jackson.databind.JsonNode;

class QuarantineTest {
  private final Api api = Api.shared();
  private final Http http = new Http(api);

  @Test
  void whatWaitsIsListedWithItsErrors() {
    var job = CompletedImport.of(api, "rejected", "accepted", "rejected");

    var listed = listed(job.id());

    assertThat(listed.get("open").asLong()).isEqualTo(2);
    assertThat(listed.get("discarded").asLong()).isZero();
    assertThat(listed.get("kind").asString()).isEqualTo("sessions");
    assertThat(listed.get("errors").toString())
        .isEqualTo("[{\"code\":\"E001\",\"column\":\"participant_email\",\"rows\":2}]");
    assertThat(Instant.parse(listed.get("expiresAt").asString())).isAfter(Instant.now());
  }

  @Test
  void aDiscardedRowStaysRejectedAndLeavesTheQuarantine() {
    var job = CompletedImport.of(api, "rejected", "rejected");

    var answer = http.post(job.path("/rows/1/discard"), "{\"reason\":\"a test\"}");

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().get("outcome").asString()).isEqualTo("rejected");
    assertThat(answer.json().get("discardedAt").isNull()).isFalse();
    var listed = listed(job.id());
    assertThat(listed.get("open").asLong()).isEqualTo(1);
    assertThat(listed.get("discarded").asLong()).isEqualTo(1);
    assertThat(listed.at("/errors/0/rows").asLong()).isEqualTo(1);
    assertThat(http.get(job.path("")).json().at("/counts/rejected").asLong()).isEqualTo(2);
    assertThat(http.get(job.path("/rejected.csv")).text().lines()).hasSize(2);
    assertThat(http.get(job.path("/rows?outcome=rejected")).json().get("total").asLong())
        .isEqualTo(2);
    var records = new Records(api);
    assertThat(records.decisionsAbout(job.id())).isEqualTo(1);
    assertThat(records.auditedActions(job.id())).contains("imports.discard");
  }

  @Test
  void aRowIsDiscardedOnce() {
    var job = CompletedImport.of(api, "rejected", "rejected");
    var first = http.post(job.path("/rows/1/discard"));

    var again = http.post(job.path("/rows/1/discard"));

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(listed(job.id()).get("open").asLong()).isEqualTo(1);
    assertThat(new Records(api).decisionsAbout(job.id())).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"2, 422, imports/rows-not-correctable", "3, 404, shared/not-found"})
  void onlyARejectedRowIsDiscarded(int row, int status, String problem) {
    var job = CompletedImport.of(api, "rejected", "accepted");

    var answer = http.post(job.path("/rows/" + row + "/discard"));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.problem()).isEqualTo(problem);
  }

  @Test
  void allThatWaitsIsDiscardedAtOnce() {
    var job = CompletedImport.of(api, "rejected", "accepted", "rejected", "rejected");
    http.post(job.path("/rows/1/discard"));

    var answer = http.post(job.path("/quarantine/discard"));

    assertThat(answer.json().get("discarded").asLong()).isEqualTo(2);
    assertThat(listed(job.id())).isNull();
    assertThat(http.post(job.path("/quarantine/discard")).json().get("discarded").asLong())
        .isZero();
    assertThat(http.get(job.path("/rejected.csv")).text().lines()).hasSize(1);
  }

  @Test
  void whatCannotBeCorrectedAnyMoreIsNotListed() {
    var expired = CompletedImport.of(api, "rejected");
    expired.set(Map.of("stored_object", "''"));
    var dry = CompletedImport.of(api, "rejected");
    dry.set(Map.of("mode", "'dry-run'"));
    var undone = CompletedImport.of(api, "rejected");
    undone.settle("undone");

    assertThat(listed(expired.id())).isNull();
    assertThat(listed(dry.id())).isNull();
    assertThat(listed(undone.id())).isNull();
  }

  @ParameterizedTest
  @CsvSource({"day, 2001-02-08", "week, 2001-02-05", "month, 2001-02-01"})
  void figuresSayWhatWasWrongOverTime(String interval, LocalDate start) {
    var job = CompletedImport.of(api, "rejected", "accepted", "rejected");
    http.post(job.path("/rows/1/discard"));
    job.set(Map.of("created_at", "timestamptz '2001-02-08T23:30:00Z'"));
    var dry = CompletedImport.of(api, "rejected");
    dry.set(Map.of("mode", "'dry-run'", "created_at", "timestamptz '2001-02-08T23:30:00Z'"));

    var stats =
        http.get(
                "/v1/imports/stats?kind=sessions&from=2001-02-08T23:00:00Z&to=2001-02-09T00:00:00Z&interval="
                    + interval)
            .json();
    job.set(Map.of("created_at", "now()"));
    dry.set(Map.of("created_at", "now()"));

    assertThat(stats.get("items").size()).isEqualTo(1);
    var period = stats.get("items").get(0);
    assertThat(period.get("start").asString()).isEqualTo(start.toString());
    assertThat(period.get("imports").asLong()).isEqualTo(1);
    assertThat(period.get("read").asLong()).isEqualTo(3);
    assertThat(period.get("rejected").asLong()).isEqualTo(2);
    assertThat(period.get("errors").toString())
        .isEqualTo("[{\"code\":\"E001\",\"column\":\"participant_email\",\"found\":2,\"open\":1}]");
  }

  @Test
  void figuresAreOfTheLastMonthsUnlessTold() {
    CompletedImport.of(api, "rejected");

    var stats = http.get("/v1/imports/stats").json();

    var last = stats.get("items").get(stats.get("items").size() - 1);
    assertThat(stats.get("interval").asString()).isEqualTo("day");
    assertThat(last.get("start").asString()).isEqualTo(LocalDate.now(ZoneOffset.UTC).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "interval=year, interval",
    "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z, from",
    "from=1900-01-01T00:00:00Z, from",
    "from=yesterday, from",
    "kind=strange, kind"
  })
  void aParameterOutOfRangeIsRefused(String query, String parameter) {
    var answer = http.get("/v1/imports/stats?" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/parameter").asString()).isEqualTo(parameter);
  }

  private @Nullable JsonNode listed(UUID id) {
    JsonNode page;
    int number = 0;
    do {
      page = http.get("/v1/imports/quarantine?page_size=100&page=" + ++number).json();
      var found =
          StreamSupport.stream(page.get("items").spliterator(), false)
              .filter(item -> item.get("importId").asString().equals(id.toString()))
              .findFirst();
      if (found.isPresent()) {
        return found.get();
      }
    } while (!page.at("/links/next").isNull());
    return null;
  }
}
