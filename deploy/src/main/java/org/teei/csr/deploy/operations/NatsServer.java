package org.teei.csr.deploy.operations;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * NATS with JetStream, its streams in the data folder. Who may do what there: the workers publish
 * events, keep the stream and consume from it; a reader looks; the API has no business there.
 */
final class NatsServer implements Server {
  private final Path program;
  private final Path configuration;
  private final int port;

  private NatsServer(Path program, Path configuration, int port) {
    this.program = program;
    this.configuration = configuration;
    this.port = port;
  }

  static NatsServer prepare(DataFolder data, Credentials credentials, Path program, int port)
      throws IOException {
    Path configuration = data.root().resolve("nats.conf");
    DataFolder.writeAtomically(
        configuration,
        """
        server_name: csr
        listen: "127.0.0.1:%d"
        jetstream { store_dir: "%s" }
        authorization {
          users = [
            {
              user: "worker", password: "%s",
              permissions: {
                publish: [
                  "csr.events.>", "$JS.ACK.>", "$JS.API.INFO", "$JS.API.STREAM.CREATE.EVENTS", "$JS.API.STREAM.UPDATE.EVENTS",
                  "$JS.API.STREAM.INFO.EVENTS", "$JS.API.CONSUMER.*.EVENTS.>", "$JS.API.CONSUMER.*.*.EVENTS.>"
                ]
                subscribe: ["_INBOX.>"]
              }
            },
            {
              user: "reader", password: "%s",
              permissions: {
                publish: ["$JS.API.INFO", "$JS.API.STREAM.INFO.EVENTS", "$JS.API.STREAM.MSG.GET.EVENTS", "$JS.API.DIRECT.GET.EVENTS.>"]
                subscribe: ["_INBOX.>", "csr.events.>"]
              }
            }
          ]
        }
        """
            .formatted(port, data.nats(), credentials.natsWorker(), credentials.natsReader()));
    return new NatsServer(program, configuration, port);
  }

  @Override
  public Role role() {
    return Role.NATS;
  }

  @Override
  public ProcessBuilder command() {
    return new ProcessBuilder(program.toString(), "-c", configuration.toString());
  }

  /** The server greets each connection with a line that says whether JetStream is on. */
  @Override
  public boolean isReady() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      socket.setSoTimeout(1_000);
      var lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String greeting = lines.readLine();
      return greeting != null
          && greeting.startsWith("INFO")
          && greeting.contains("\"jetstream\":true");
    } catch (IOException e) {
      return false;
    }
  }
}
