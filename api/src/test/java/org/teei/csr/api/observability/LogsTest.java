package org.teei.csr.api.observability;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;

@ExtendWith(OutputCaptureExtension.class)
class LogsTest {
  private final Api api = Api.shared();
  private final Http http = new Http(api);
  private final String canary = "canary" + UUID.randomUUID().toString().replace("-", "");

  @Test
  void nothingThatAUserSendsIsLogged(CapturedOutput output) throws IOException {
    http.get("/v1/imports/" + canary);
    http.get("/v1/" + canary);
    http.get("/v1/imports?" + canary + "=" + canary);
    http.get("/v1/imports", "X-Custom", canary);
    http.post("/v1/profile/search", "{\"email\":\"" + canary + "@example.org\"}");
    http.post("/v1/profile/search", "{\"email\":" + canary);
    http.post("/codec/decode", "{\"payloads\":[{\"data\":\"" + canary + "!\"}]}");
    http.csv(
        "/v1/import/sessions?clientReference=" + canary, (canary + ",b\n1,2\n").getBytes(UTF_8));
    http.multipart("/v1/import/sessions", canary, "x".getBytes(UTF_8));
    raw("GET /" + canary + "{} HTTP/1.1\r\nHost: " + canary + "^\r\nConnection: close\r\n\r\n");

    LoggerFactory.getLogger(LogsTest.class).info("The log is captured");
    assertThat(output.getAll()).contains("The log is captured").doesNotContain(canary);
  }

  private void raw(String request) throws IOException {
    try (var socket = new Socket("127.0.0.1", api.port())) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.getInputStream().readAllBytes();
    }
  }
}
