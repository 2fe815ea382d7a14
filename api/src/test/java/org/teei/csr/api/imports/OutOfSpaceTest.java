package org.teei.csr.api.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;

/** Uploads where the storage or the database has no space left. */
class OutOfSpaceTest {
  private static final String UPLOAD = "/v1/import/sessions";

  /** Not that much is free on any disk, so the reserve is eaten into. */
  @Test
  void anUploadThatTheStorageHasNoRoomForLeavesNothingBehind() throws IOException {
    try (var full = Api.with(Map.of("csr.storage.reserve", String.valueOf(Long.MAX_VALUE)))) {
      var http = new Http(full);

      var refused = http.csv(UPLOAD, SessionFiles.fresh(1));

      assertThat(refused.status()).isEqualTo(507);
      assertThat(refused.problem()).isEqualTo("shared/out-of-space");
      assertThat(http.get("/v1/imports").json().get("total").asLong()).isZero();
      assertThat(full.storage().list(Api.TENANT, "imports/")).isEmpty();
      try (var drafts = Files.list(full.directory().resolve("storage/drafts"))) {
        assertThat(drafts).isEmpty();
      }
      try (var roomy = full.beside(Map.of("csr.storage.reserve", "0"))) {
        assertThat(new Http(roomy).csv(UPLOAD, SessionFiles.fresh(1)).status()).isEqualTo(202);
      }
    }
  }

  /** PostgreSQL itself says so here, as it does when its disk is full. */
  @Test
  void anUploadThatTheDatabaseHasNoRoomForLeavesNothingBehindAndIsTakenLater() throws IOException {
    try (var api = Api.with(Map.of())) {
      var http = new Http(api);
      var file = SessionFiles.fresh(1);
      var superuser = DSL.using(api.database().superuser(), SQLDialect.POSTGRES);
      superuser.execute(
          """
          create function csr.no_space() returns trigger language plpgsql as
            $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$
          """);
      superuser.execute(
          "create trigger full_disk before insert on csr.import_jobs for each row execute function csr.no_space()");

      var refused = http.csv(UPLOAD, file, "Idempotency-Key", "one");

      assertThat(refused.status()).isEqualTo(507);
      assertThat(refused.problem()).isEqualTo("shared/out-of-space");
      assertThat(api.storage().list(Api.TENANT, "imports/")).isEmpty();
      superuser.execute("drop trigger full_disk on csr.import_jobs");
      assertThat(http.csv(UPLOAD, file, "Idempotency-Key", "one").status()).isEqualTo(202);
    }
  }
}
