package org.teei.csr.api.imports;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.teei.csr.api.shared.Api;

class UploadTest {
  private final Api api = Api.shared();
  private final RestTestClient client = api.client();

  @Test
  void aFileAsBodyIsAcceptedAndListedThoughTemporalIsAway() {
    var location =
        client
            .post()
            .uri("/v1/import/sessions")
            .contentType(MediaType.parseMediaType("text/csv"))
            .body(SessionFiles.fresh(3))
            .exchange()
            .expectStatus()
            .isAccepted()
            .expectBody()
            .jsonPath("$.status")
            .isEqualTo("queued")
            .jsonPath("$.sniffed.delimiter")
            .isEqualTo(",")
            .jsonPath("$.extraColumns[0]")
            .isEqualTo("note")
            .returnResult()
            .getResponseHeaders()
            .getLocation();

    client
        .get()
        .uri(location.toString())
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.schema")
        .isEqualTo("language_session/1.0")
        .jsonPath("$.progress")
        .isEqualTo(0.0);
    assertThat(location.getPath()).startsWith("/v1/imports/");
  }
}
