package org.teei.csr.deploy.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.teei.csr.deploy.shared.ApiClient;
import picocli.CommandLine;

/** Against a small server that plays the API. */
class AuditCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private HttpServer api;
  private String answer = "";

  @BeforeEach
  void start() throws IOException {
    api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext(
        "/v1/audit/verify",
        exchange -> {
          byte[] body = answer.getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          try (var stream = exchange.getResponseBody()) {
            stream.write(body);
          }
        });
    api.start();
  }

  @AfterEach
  void stop() {
    api.stop(0);
  }

  @Test
  void an_intact_trail_is_told_in_figures_and_exit_code_0() {
    answer = "{\"intact\":true,\"seals\":3,\"entries\":40,\"unsealed\":2,\"breach\":null}";
    assertThat(verify()).isZero();
    assertThat(out.toString(UTF_8)).contains("3 seals over 40 entries; 2 entries wait");
  }

  @Test
  void a_breach_is_named_with_its_seal_and_exit_code_1() {
    answer = "{\"intact\":false,\"breach\":\"ENTRY_DELETED\",\"sealNumber\":7,\"entryId\":null}";
    assertThat(verify()).isEqualTo(1);
    assertThat(out.toString(UTF_8)).contains("entry deleted, seal 7.");
  }

  @Test
  void the_first_broken_entry_is_named() {
    answer =
        "{\"intact\":false,\"breach\":\"TAIL_CUT\",\"sealNumber\":7,\"entryId\":\"0198c0de-0000-7000-8000-000000000000\"}";
    assertThat(verify()).isEqualTo(1);
    assertThat(out.toString(UTF_8))
        .contains("tail cut, seal 7, entry 0198c0de-0000-7000-8000-000000000000.");
  }

  private int verify() {
    var client = new ApiClient(URI.create("http://127.0.0.1:" + api.getAddress().getPort()));
    return new CommandLine(new AuditCommand(() -> client, new PrintStream(out, true, UTF_8)))
        .execute("verify");
  }
}
