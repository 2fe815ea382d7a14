package org.teei.csr.api.impactin.deliveries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.DELIVERIES;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.SCHEDULES;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.key;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.Http.Answer;

/** Who may do what, beside the matrix of all routes. */
class ImpactRolesTest {
  private static final Api API = Api.shared();
  private static final ImpactRows ROWS = new ImpactRows(API);

  private static final List<String> LOOKS =
      List.of(
          SCHEDULES,
          SCHEDULES + "/stats",
          SCHEDULES + "/%1$s",
          DELIVERIES,
          DELIVERIES + "/sla",
          DELIVERIES + "/timeline",
          DELIVERIES + "/%2$s",
          DELIVERIES + "/%2$s/attempts");

  private static final List<String> DEEDS =
      List.of(
          SCHEDULES + "/%1$s/run-now",
          SCHEDULES + "/%1$s/backfill",
          DELIVERIES + "/%2$s/approve",
          DELIVERIES + "/%2$s/refuse",
          DELIVERIES + "/%2$s/cancel",
          DELIVERIES + "/%2$s/replay",
          DELIVERIES + "/%2$s/refreeze",
          DELIVERIES + "/bulk-replay");

  private static final String WINDOW = "{\"from\":\"1990-01-01\",\"until\":\"1990-01-02\"}";

  static Stream<String> looks() {
    return LOOKS.stream();
  }

  static Stream<String> deeds() {
    return DEEDS.stream();
  }

  static Stream<String> ofOne() {
    return Stream.concat(LOOKS.stream(), DEEDS.stream()).filter(path -> path.contains("%"));
  }

  @ParameterizedTest
  @MethodSource("looks")
  void aUserOfTheCompanyLooks(String path) {
    assertThat(Http.as(API, Api.TENANT, "company_user").get(existing(path)).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @MethodSource("deeds")
  void aUserOfTheCompanyDoesNothing(String path) {
    assertThat(Http.as(API, Api.TENANT, "company_user").post(existing(path), WINDOW).problem())
        .isEqualTo("identity/not-permitted");
  }

  @Test
  void aUserOfTheCompanySetsUpNoSchedule() {
    var user = Http.as(API, Api.TENANT, "company_user");

    assertThat(user.post(SCHEDULES, "{}").status()).isEqualTo(403);
    assertThat(user.send("DELETE", existing(SCHEDULES + "/%1$s"), BodyPublishers.noBody()).status())
        .isEqualTo(403);
  }

  @Test
  void aMachineLooksByItsScopesAndDoesNothing() {
    var deliveries = machine("deliveries:read");
    var schedules = machine("schedules:read");

    assertThat(deliveries.get(DELIVERIES).status()).isEqualTo(200);
    assertThat(deliveries.get(DELIVERIES + "/sla").status()).isEqualTo(200);
    assertThat(deliveries.get(SCHEDULES).status()).isEqualTo(403);
    assertThat(schedules.get(SCHEDULES).status()).isEqualTo(200);
    assertThat(schedules.get(DELIVERIES).status()).isEqualTo(403);
    assertThat(DEEDS)
        .allSatisfy(
            path -> assertThat(deliveries.post(existing(path), WINDOW).status()).isEqualTo(403));
    assertThat(
            new Http(API)
                .post("/v1/admin/api-keys", "{\"name\":\"x\",\"scopes\":[\"deliveries:run\"]}")
                .status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @MethodSource("ofOne")
  void whatACompanyHasIsNotThereForAnotherOneWhateverItSends(String path) {
    var other = Http.as(API, "other", "company_admin");

    for (var body : List.of("{}", WINDOW)) {
      var foreign = ask(other, path, existing(path), body);
      var missing = ask(other, path, path.formatted(UUID.randomUUID(), UUID.randomUUID()), body);
      assertThat(foreign.status()).isEqualTo(missing.status());
      assertThat(foreign.problem()).isEqualTo(missing.problem());
      assertThat(foreign.status()).isIn(404, 400);
    }
  }

  private static Answer ask(Http http, String path, String address, String body) {
    return LOOKS.contains(path)
        ? http.get(address)
        : http.post(address, body, "Idempotency-Key", key());
  }

  private static String existing(String path) {
    return path.formatted(ROWS.schedule("benevity"), ROWS.in("failed"));
  }

  private static Http machine(String scope) {
    return new Http(
        API,
        new Http(API)
            .post("/v1/admin/api-keys", "{\"name\":\"x\",\"scopes\":[\"%s\"]}".formatted(scope))
            .json()
            .get("secret")
            .asString());
  }
}
