package org.teei.csr.api.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;

import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.teei.csr.api.imports.Listener.Event;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;

/** Streams of real requests, while the rows change as the workers change them. */
class ImportEventsTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Api api = Api.shared();
  private final Http http = new Http(api);
  private final Ledger ledger = new Ledger(api);

  @Test
  void tellsTheImportAsItIsThenEachNewStateAndEndsWithIt() throws Exception {
    var id = imported();
    try (var listener = Listener.to(api, fresh(), id)) {
      await().atMost(SOON).until(() -> listener.events().size() == 1);
      ledger.begin(id);
      await().atMost(SOON).until(() -> listener.events().size() == 2);
      close(id);
      await().atMost(SOON).until(listener::over);

      assertThat(listener.status()).isEqualTo(200);
      assertThat(listener.header("content-type")).isEqualTo("text/event-stream");
      assertThat(listener.header("cache-control")).contains("no-store");
      assertThat(listener.events())
          .extracting(Event::status)
          .containsExactly("queued", "merging", "cancelled");
      assertThat(listener.events()).extracting(Event::id).doesNotHaveDuplicates();
      assertThat(listener.events().getLast().data())
          .isEqualTo(http.get("/v1/imports/" + id).json());
    }
  }

  @Test
  void tellsOfManyChangesOnceASecondAndOfTheLastAlways() throws Exception {
    var id = imported();
    try (var listener = Listener.to(api, fresh(), id)) {
      await().atMost(SOON).until(() -> !listener.events().isEmpty());
      for (var rows = 1L; listener.events().size() < 4; rows++) {
        read(id, rows);
      }
      close(id);
      await().atMost(SOON).until(listener::over);

      var events = listener.events();
      assertThat(events.getLast().status()).isEqualTo("cancelled");
      assertThat(events).hasSizeBetween(5, 6);
      for (var i = 1; i < events.size(); i++) {
        assertThat(Duration.between(events.get(i - 1).at(), events.get(i).at()))
            .isGreaterThan(Duration.ofMillis(900));
      }
    }
  }

  @Test
  void whoComesBackWithTheLastIdIsToldNothingTwice() throws Exception {
    var id = imported();
    String before;
    try (var first = Listener.to(api, fresh(), id)) {
      await().atMost(SOON).until(() -> !first.events().isEmpty());
      before = first.events().getFirst().id();
    }
    try (var again = Listener.to(api, fresh(), id, "Last-Event-ID", before)) {
      ledger.begin(id);
      close(id);
      await().atMost(SOON).until(again::over);

      assertThat(again.events()).extracting(Event::id).doesNotContain(before);
      assertThat(again.events().getLast().status()).isEqualTo("cancelled");
      try (var late =
          Listener.to(api, fresh(), id, "Last-Event-ID", again.events().getLast().id())) {
        assertThat(late.status()).isEqualTo(204);
      }
    }
  }

  @Test
  void whoComesLateToAnEndedImportIsToldItsEnd() throws Exception {
    var id = imported();
    close(id);
    try (var late = Listener.to(api, fresh(), id, "Last-Event-ID", "of-another-time")) {
      await().atMost(SOON).until(late::over);

      assertThat(late.events()).extracting(Event::status).containsExactly("cancelled");
    }
  }

  @Test
  void theImportOfAnotherTenantIsNotThere() {
    var other = Http.as(api, "other", "company_admin");

    var foreign = other.get("/v1/imports/" + imported() + "/events");

    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.problem()).isEqualTo("shared/not-found");
  }

  @Test
  void endsWhenTheTokenIsRevoked() throws Exception {
    var id = imported();
    var token = fresh();
    try (var listener = Listener.to(api, token, id)) {
      await().atMost(SOON).until(() -> !listener.events().isEmpty());

      var tokenId = SignedJWT.parse(token).getJWTClaimsSet().getJWTID();
      http.send("DELETE", "/v1/admin/tokens/" + tokenId, BodyPublishers.noBody());

      await().atMost(Duration.ofSeconds(8)).until(listener::over);
      assertThat(listener.events()).extracting(Event::status).containsExactly("queued");
    }
  }

  @Test
  void endsWhenTheApiKeyIsRevoked() throws Exception {
    var id = imported();
    var key =
        http.post("/v1/admin/api-keys", "{\"name\":\"follow\",\"scopes\":[\"imports:read\"]}")
            .json();
    try (var listener = Listener.to(api, key.get("secret").asString(), id)) {
      await().atMost(SOON).until(() -> !listener.events().isEmpty());

      http.send(
          "DELETE", "/v1/admin/api-keys/" + key.get("id").asString(), BodyPublishers.noBody());

      await().atMost(Duration.ofSeconds(8)).until(listener::over);
    }
  }

  @Test
  void saysThatItIsStillThereWhileNothingHappens() throws Exception {
    try (var listener = Listener.to(api, fresh(), imported())) {
      await().atMost(SOON).until(() -> !listener.comments().isEmpty());

      assertThat(listener.events()).hasSize(1);
    }
  }

  @Test
  void refusesOneMoreThanAPrincipalMayHoldUntilOneIsGone() throws Exception {
    var id = imported();
    var token = api.freshToken(Api.TENANT, "company_admin", "many");
    List<Listener> open = new ArrayList<>();
    try {
      for (var i = 0; i < ImportEvents.PER_PRINCIPAL; i++) {
        open.add(Listener.to(api, token, id));
      }

      var refused = new Http(api, token).get("/v1/imports/" + id + "/events");

      assertThat(open).extracting(Listener::status).containsOnly(200);
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.problem()).isEqualTo("imports/too-many-listeners");
      assertThat(refused.header("retry-after")).isPresent();

      close(id);
      await().atMost(SOON).until(() -> open.stream().allMatch(Listener::over));
      assertThat(new Http(api, token).get("/v1/imports/" + id + "/events").status()).isEqualTo(200);
    } finally {
      for (var listener : open) {
        listener.close();
      }
    }
  }

  /** There are ten connections to the database for all requests together. */
  @Test
  void holdsNoConnectionToTheDatabaseForAListener() throws Exception {
    var id = imported();
    List<Listener> open = new ArrayList<>();
    try {
      for (var i = 0; i < 40; i++) {
        var token = api.freshToken(Api.TENANT, "company_user", "listener-" + i / 10);
        open.add(Listener.to(api, token, id));
      }
      await()
          .atMost(SOON)
          .until(() -> open.stream().noneMatch(listener -> listener.events().isEmpty()));

      assertThat(http.get("/v1/imports/" + id).status()).isEqualTo(200);
      close(id);
      await().atMost(SOON).until(() -> open.stream().allMatch(Listener::over));
      assertThat(open)
          .allSatisfy(
              listener -> assertThat(listener.events().getLast().status()).isEqualTo("cancelled"));
    } finally {
      for (var listener : open) {
        listener.close();
      }
    }
  }

  @Test
  void aProcessThatStopsLetsItsListenersGoAtOnceAndAnotherGoesOn() throws Exception {
    var id = imported();
    var stopping = api.beside(Map.of());
    var listener = Listener.to(stopping, fresh(), id);
    await().atMost(SOON).until(() -> !listener.events().isEmpty());

    stopping.close();

    await().atMost(Duration.ofSeconds(5)).until(listener::over);
    var last = listener.events().getLast().id();
    try (var again = Listener.to(api, fresh(), id, "Last-Event-ID", last)) {
      close(id);
      await().atMost(SOON).until(again::over);
      assertThat(again.events()).extracting(Event::status).containsExactly("cancelled");
    }
  }

  @Test
  void answersARequestForTheHeadAlone() {
    var answer =
        http.send("HEAD", "/v1/imports/" + imported() + "/events", BodyPublishers.noBody());

    assertThat(answer.status()).isEqualTo(200);
  }

  private String fresh() {
    return api.freshToken(Api.TENANT, "company_admin", "t" + UUID.randomUUID());
  }

  private UUID imported() {
    return UUID.fromString(
        http.csv("/v1/import/sessions", SessionFiles.fresh(1)).json().get("id").asString());
  }

  private void read(UUID id, long rows) {
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.update(IMPORT_JOBS)
                    .set(IMPORT_JOBS.READ_ROWS, rows)
                    .where(IMPORT_JOBS.TENANT_ID.eq(Api.TENANT), IMPORT_JOBS.IMPORT_ID.eq(id))
                    .execute());
  }

  private void close(UUID id) {
    read(id, 0);
    ledger.end(id, "cancelled");
  }
}
