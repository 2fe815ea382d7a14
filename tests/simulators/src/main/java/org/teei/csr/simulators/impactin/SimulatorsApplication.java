package org.teei.csr.simulators.impactin;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * Starts the simulators, by environment: {@code SERVER_ADDRESS} (127.0.0.1), {@code SERVER_PORT}
 * (8082) and {@code SIMULATORS_DATA}, the folder of the ledger (simulators-data).
 */
public final class SimulatorsApplication {
  private SimulatorsApplication() {}

  /** Returns when they answer; they go on until the process is ended. */
  public static void main(String[] arguments) throws IOException {
    Map<String, String> environment = System.getenv();
    String address = environment.getOrDefault("SERVER_ADDRESS", "127.0.0.1");
    int port = Integer.parseInt(environment.getOrDefault("SERVER_PORT", "8082"));
    Path data = Path.of(environment.getOrDefault("SIMULATORS_DATA", "simulators-data"));
    var server = Simulators.open(data, InstantSource.system()).serve(address, port);
    System.out.printf(
        "Benevity, Goodera and Workday are simulated at http://%s:%d, ledger in %s.%n",
        address, server.port(), data.toAbsolutePath());
  }
}
