package org.teei.csr.activities.shared;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A real NATS server with JetStream. */
public final class NatsServer extends ServerProcess {

  private NatsServer() {
    super("nats");
  }

  /** A server that is not started yet. */
  public static NatsServer stopped() {
    return new NatsServer();
  }

  public static NatsServer started() {
    var server = new NatsServer();
    server.start();
    return server;
  }

  public String url() {
    return "nats://127.0.0.1:" + port();
  }

  @Override
  List<String> command() {
    return List.of(
        ServerBinary.NATS.path().toString(),
        "--addr",
        "127.0.0.1",
        "--port",
        String.valueOf(port()),
        "--jetstream",
        "--store_dir",
        folder().resolve("store").toString());
  }

  @Override
  boolean answers() {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(1_000);
      String greeting =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
      return greeting != null && greeting.contains("\"jetstream\":true");
    } catch (IOException e) {
      return false;
    }
  }
}
