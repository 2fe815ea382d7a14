package org.teei.csr.simulators.shared;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes in, bytes out. */
class HttpServerTest {
  private HttpServer server;

  /** Answers with the body it got. */
  @BeforeEach
  void start() throws IOException {
    server =
        HttpServer.start(
            "127.0.0.1", 0, request -> new Reply.Answer(200, Map.of(), request.body()));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void oneConnectionServesManyRequests() throws IOException {
    String two =
        "POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\none"
            + "POST /b HTTP/1.1\r\nContent-Length: 3\r\nConnection: close\r\n\r\ntwo";

    assertThat(exchange(two)).contains("\r\n\r\noneHTTP/1.1 200").endsWith("\r\n\r\ntwo");
  }

  @Test
  void readsBodiesInChunks() throws IOException {
    String chunked =
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            + "3\r\none\r\n4;x=y\r\n two\r\n0\r\n\r\n";

    assertThat(exchange(chunked)).endsWith("\r\n\r\none two");
  }

  @Test
  void letsAWaitingClientGoOn() throws IOException {
    String waiting =
        "POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";

    assertThat(exchange(waiting)).startsWith("HTTP/1.1 100").endsWith("\r\n\r\nok");
  }

  @ParameterizedTest
  @CsvSource({
    "hello, 400",
    "GET / HTTP/1.1|broken, 400",
    "POST / HTTP/1.1|Content-Length: -1, 400",
    "POST / HTTP/1.1|Content-Length: many, 400",
    "POST / HTTP/1.1|Content-Length: 99999999, 413",
    "GET /%zz HTTP/1.1|X: y, 400"
  })
  void refusesWhatIsNoRequest(String lines, int status) throws IOException {
    assertThat(exchange(lines.replace("|", "\r\n") + "\r\n\r\n")).startsWith("HTTP/1.1 " + status);
  }

  private String exchange(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }
}
