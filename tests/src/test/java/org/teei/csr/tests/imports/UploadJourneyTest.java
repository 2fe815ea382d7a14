package org.teei.csr.tests.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.ImportsClient.Answer;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.deploy.identity.DevelopmentUser;
import org.teei.csr.deploy.identity.Tokens;
import org.teei.csr.deploy.shared.ApiClient;
import org.teei.csr.tests.shared.SessionsFile;

/** A large file over a bad line: in pieces, with a break in the middle. */
class UploadJourneyTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final LocalStack stack = LocalStack.shared();
  private final ImportsClient client = stack.imports();

  @Test
  void aFileWhoseConnectionBreaksGoesOnWhereItEndedAndIsImportedWhole() throws Exception {
    byte[] file = SessionsFile.ofRows(2_000).bytes();
    String address =
        tus("POST", "/v1/uploads", new byte[0], "Upload-Length", "" + file.length)
            .header("Location");
    int arrived = file.length / 2;
    breakAfter(address, file, arrived);
    await()
        .atMost(SOON)
        .until(
            () -> tus("HEAD", address, new byte[0]).header("Upload-Offset").equals("" + arrived));

    Answer rest =
        tus(
            "PATCH",
            address,
            Arrays.copyOfRange(file, arrived, file.length),
            "Upload-Offset",
            "" + arrived,
            "Content-Type",
            "application/offset+octet-stream");
    Answer accepted = client.post("/v1/import/sessions?upload=" + id(address), "");

    assertThat(rest.status()).isEqualTo(204);
    assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
    JsonNode job = client.ended(accepted.json().path("id").asText(), SOON);
    assertThat(job.path("status").asText()).isEqualTo("completed");
    assertThat(job.path("counts").path("accepted").asLong()).isEqualTo(2_000);
  }

  private Answer tus(String method, String address, byte[] body, String... headers) {
    String[] all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "Tus-Resumable";
    all[headers.length + 1] = "1.0.0";
    return client.request(method, address, body, all);
  }

  private void breakAfter(String address, byte[] file, int bytes)
      throws IOException, InterruptedException {
    URI api = URI.create(stack.api());
    String token =
        new Tokens(
                new ApiClient(api),
                stack.credential("developmentSecret"),
                new DevelopmentUser("demo", "company_admin", "", false))
            .token();
    try (Socket socket = new Socket(api.getHost(), api.getPort())) {
      OutputStream out = socket.getOutputStream();
      String head =
          """
          PATCH %s HTTP/1.1
          Host: %s
          Authorization: Bearer %s
          Tus-Resumable: 1.0.0
          Content-Type: application/offset+octet-stream
          Upload-Offset: 0
          Content-Length: %d

          """
              .formatted(address, api.getAuthority(), token, file.length);
      out.write(head.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.write(file, 0, bytes);
      out.flush();
    }
  }

  private static String id(String address) {
    return address.substring(address.lastIndexOf('/') + 1);
  }
}
