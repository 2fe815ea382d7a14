package org.teei.csr.api.personaldata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.teei.csr.api.profiles.Persons;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.Http.Answer;

class KmsOutageTest {
  private static final String SEARCH = "{\"email\":\"nobody@example.org\"}";
  private static final byte[] FILE =
      "session_id,participant_email,volunteer_email,scheduled_at\nS-1,p@example.org,v@example.org,2026-03-01\n"
          .getBytes(StandardCharsets.UTF_8);

  /** Keys of the tenant are not in memory, are read, and then stay. */
  @Test
  void withoutTheKmsRequestsWaitUntilTheKeysAreInMemory() throws IOException {
    try (Api api = Api.with(Map.of())) {
      var http = new Http(api);
      var master = api.directory().resolve("kms.json");
      var aside = Files.move(master, api.directory().resolve("aside.json"));

      assertUnavailable(http.post("/v1/profile/search", SEARCH));
      assertUnavailable(http.csv("/v1/import/sessions", FILE));
      try (var stored = Files.walk(api.directory().resolve("storage"))) {
        assertThat(stored.filter(Files::isRegularFile)).isEmpty();
      }

      Files.move(aside, master);
      assertThat(http.post("/v1/profile/search", SEARCH).status()).isEqualTo(200);

      Files.delete(master);
      assertThat(http.post("/v1/profile/search", SEARCH).status()).isEqualTo(200);
      assertThat(http.csv("/v1/import/sessions", FILE).status()).isEqualTo(202);
    }
  }

  /** An outage meets those tenants only whose keys are not in memory, and ends by itself. */
  @Test
  void duringAnOutagePersonsAreShownWithKeysInMemoryAndNothingIsMadeWithoutAKey()
      throws IOException {
    try (Api api = Api.with(Map.of())) {
      var mail = "p" + UUID.randomUUID() + "@example.org";
      var person = new Persons(api).person(Api.TENANT, mail);
      var known = new Http(api);
      var unknown = Http.as(api, "other", "company_admin");
      var master = api.directory().resolve("kms.json");
      var aside = Files.move(master, api.directory().resolve("aside.json"));

      for (int i = 0; i < 20; i++) {
        var shown = known.get("/v1/profile/" + person);
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.json().get("identifiers").get(0).get("masked").asString())
            .isEqualTo("p…@example.org");
        assertUnavailable(unknown.post("/v1/profile/search", SEARCH));
      }
      assertThat(known.csv("/v1/import/sessions", FILE).status()).isEqualTo(202);
      assertThat(stored(api)).isNotBlank().doesNotContain("p@example.org");

      Files.move(aside, master);
      assertThat(unknown.post("/v1/profile/search", SEARCH).status()).isEqualTo(200);
    }
  }

  /** The bytes of all stored objects. */
  private static String stored(Api api) throws IOException {
    var bytes = new StringBuilder();
    try (var objects = Files.walk(api.directory().resolve("storage"))) {
      for (var object : objects.filter(Files::isRegularFile).toList()) {
        bytes.append(Files.readString(object, StandardCharsets.ISO_8859_1));
      }
    }
    return bytes.toString();
  }

  private static void assertUnavailable(Answer answer) {
    assertThat(answer.problem()).isEqualTo("shared/unavailable");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("retry-after")).contains("5");
  }
}
