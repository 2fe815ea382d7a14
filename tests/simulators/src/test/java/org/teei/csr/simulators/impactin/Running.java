package org.teei.csr.simulators.impactin;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.teei.csr.simulators.shared.HttpServer;

/** Simulators on a port of their own, as in a process of their own. */
record Running(Simulators simulators, HttpServer server, Client client) implements AutoCloseable {

  static Running in(Path folder) throws IOException {
    return in(folder, InstantSource.system());
  }

  static Running in(Path folder, InstantSource clock) throws IOException {
    var simulators = Simulators.open(folder, clock);
    var server = simulators.serve("127.0.0.1", 0);
    return new Running(simulators, server, new Client(server.port()));
  }

  @Override
  public void close() throws IOException {
    server.close();
    simulators.close();
  }
}
