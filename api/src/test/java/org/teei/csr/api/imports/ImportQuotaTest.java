package org.teei.csr.api.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;

/** What a company may have at a time, with two processes on one database. */
class ImportQuotaTest {
  private static final String UPLOAD = "/v1/import/sessions";
  private static final String LIMITS = "/v1/admin/tenants/demo/import-limits";

  private Api api;
  private Http http;
  private Http staff;

  @BeforeEach
  void start() {
    api = Api.with(Map.of("csr.imports.running-imports", "3"));
    http = new Http(api);
    staff = Http.as(api, "platform", "system_admin");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private Http.Answer upload() {
    return http.csv(UPLOAD, SessionFiles.fresh(1));
  }

  private UUID uploaded() {
    return UUID.fromString(upload().json().get("id").asString());
  }

  private Http.Answer limit(String body) {
    return staff.send(
        "PUT",
        LIMITS,
        BodyPublishers.ofString(body),
        "Content-Type",
        "application/json",
        "If-Match",
        staff.get(LIMITS).header("etag").orElseThrow());
  }

  private int stored() throws IOException {
    return api.storage().list(Api.TENANT, "imports/").size();
  }

  @Test
  void oneImportTooManyIsRefusedWithTheFiguresAndNothingOfItIsKept() throws IOException {
    var first = uploaded();
    upload();
    upload();

    var refused = upload();

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.problem()).isEqualTo("imports/too-many-running");
    assertThat(refused.json().get("detail").asString())
        .isEqualTo("3 imports have not ended, and 3 may run at a time.");
    assertThat(refused.header("retry-after")).contains("30");
    assertThat(stored()).isEqualTo(3);
    assertThat(http.get("/v1/imports").json().get("total").asLong()).isEqualTo(3);
    new Ledger(api).end(first, "cancelled");
    assertThat(upload().status()).isEqualTo(202);
  }

  @Test
  void theSameBytesAreFoundWhetherThereIsRoomOrNot() {
    var file = SessionFiles.fresh(1);
    http.csv(UPLOAD, file);
    upload();
    upload();

    assertThat(http.csv(UPLOAD, file).status()).isEqualTo(200);
  }

  @Test
  void aKeyThatWasRefusedIsGoodOnceThereIsRoom() {
    var first = uploaded();
    upload();
    upload();
    var file = SessionFiles.fresh(1);
    var key = UUID.randomUUID().toString();
    assertThat(http.csv(UPLOAD, file, "Idempotency-Key", key).status()).isEqualTo(429);

    new Ledger(api).end(first, "cancelled");

    assertThat(http.csv(UPLOAD, file, "Idempotency-Key", key).status()).isEqualTo(202);
  }

  @Test
  void anImportThatIsToRunAgainIsCountedToo() {
    var ended = uploaded();
    new Ledger(api).end(ended, "expired");
    upload();
    upload();
    upload();

    var refused = http.post("/v1/imports/" + ended + "/restart");

    assertThat(refused.status()).isEqualTo(429);
    assertThat(http.get("/v1/imports/" + ended).json().get("status").asString())
        .isEqualTo("expired");
  }

  @Test
  void twoProcessesAtOnceDoNotPassTheLimitOfImports() throws Exception {
    limit("{\"runningImports\":7,\"storedBytes\":null}");
    try (var beside = api.beside(Map.of("csr.imports.running-imports", "3"))) {
      var other = new Http(beside);
      List<Callable<Integer>> uploads = new ArrayList<>();
      for (var i = 0; i < 30; i++) {
        var here = i % 2 == 0 ? http : other;
        uploads.add(() -> here.csv(UPLOAD, SessionFiles.fresh(1)).status());
      }

      assertThat(together(uploads)).containsOnly(202, 429).filteredOn(s -> s == 202).hasSize(7);
    }
    assertThat(stored()).isEqualTo(7);
  }

  @Test
  void twoProcessesAtOnceDoNotPassTheLimitOfBytes() throws Exception {
    var length = SessionFiles.fresh(5).length;
    limit("{\"runningImports\":100,\"storedBytes\":%d}".formatted(4 * length));
    try (var beside = api.beside(Map.of("csr.imports.running-imports", "3"))) {
      var other = new Http(beside);
      List<Callable<Integer>> uploads = new ArrayList<>();
      for (var i = 0; i < 20; i++) {
        var here = i % 2 == 0 ? http : other;
        uploads.add(() -> here.csv(UPLOAD, SessionFiles.fresh(5)).status());
      }

      assertThat(together(uploads)).containsOnly(202, 413).filteredOn(s -> s == 202).hasSize(4);
    }
    assertThat(http.get("/v1/imports/quota").json().at("/storedBytes/used").asLong())
        .isEqualTo(4L * length);
  }

  private static List<Integer> together(List<Callable<Integer>> all) throws Exception {
    List<Integer> statuses = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(all)) {
        statuses.add(answer.get());
      }
    }
    return statuses;
  }

  @Test
  void bytesCountAsLongAsTheFileIsKept() {
    var first = uploaded();
    var length = http.get("/v1/imports/quota").json().at("/storedBytes/used").asLong();
    limit("{\"runningImports\":null,\"storedBytes\":%d}".formatted(length));

    var refused = upload();

    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.problem()).isEqualTo("imports/too-many-bytes-kept");
    assertThat(refused.json().get("detail").asString())
        .isEqualTo(
            "With this file %,d bytes would be kept, and %,d may be."
                .formatted(2 * length, length));
    new Ledger(api).end(first, "cancelled");
    assertThat(upload().status()).isEqualTo(413);
    new Ledger(api).forgetFile(first);
    assertThat(upload().status()).isEqualTo(202);
  }

  @Test
  void aCompanySeesWhatItHasAndMayHave() {
    upload();

    var quota = http.get("/v1/imports/quota").json();

    assertThat(quota.at("/runningImports/used").asLong()).isEqualTo(1);
    assertThat(quota.at("/runningImports/limit").asLong()).isEqualTo(3);
    assertThat(quota.at("/storedBytes/used").asLong()).isPositive();
    assertThat(quota.at("/storedBytes/limit").asLong()).isEqualTo(53_687_091_200L);
    var other = Http.as(api, "other", "company_admin").get("/v1/imports/quota").json();
    assertThat(other.at("/runningImports/used").asLong()).isZero();
    assertThat(other.at("/storedBytes/used").asLong()).isZero();
  }

  @Test
  void whatOneCompanyHasTakesNothingFromAnother() {
    upload();
    upload();
    upload();

    var other = Http.as(api, "other", "company_admin");

    assertThat(other.csv(UPLOAD, SessionFiles.fresh(1)).status()).isEqualTo(202);
  }

  @Test
  void theStaffSetLimitsOfOneCompanyByVersion() {
    assertThat(staff.get(LIMITS).header("etag")).contains("\"0\"");
    assertThat(staff.get(LIMITS).json().get("runningImports").isNull()).isTrue();

    var set = limit("{\"runningImports\":9,\"storedBytes\":null}");

    assertThat(set.status()).isEqualTo(200);
    assertThat(set.header("etag")).contains("\"1\"");
    assertThat(http.get("/v1/imports/quota").json().at("/runningImports/limit").asLong())
        .isEqualTo(9);
    assertThat(
            staff
                .send(
                    "PUT",
                    LIMITS,
                    BodyPublishers.ofString("{\"runningImports\":5}"),
                    "Content-Type",
                    "application/json",
                    "If-Match",
                    "\"0\"")
                .status())
        .isEqualTo(412);
    limit("{}");
    assertThat(http.get("/v1/imports/quota").json().at("/runningImports/limit").asLong())
        .isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"runningImports\":0}", "{\"storedBytes\":-1}"})
  void aLimitThatIsNoneIsRefused(String body) {
    assertThat(limit(body).status()).isEqualTo(400);
  }

  @Test
  void aCompanyThatIsNotThereHasNoLimits() {
    assertThat(staff.get("/v1/admin/tenants/nobody/import-limits").status()).isEqualTo(404);
  }
}
