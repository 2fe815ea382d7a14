package org.teei.csr.bench.identity;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.bench.shared.SideProcess;

/** {@link UnguardedApi} on the servers of a stack, with the build that the stack's API runs. */
record UnguardedProcess(SideProcess process, URI address) implements AutoCloseable {

  static UnguardedProcess start(LocalStack stack, String tenant) {
    int port = SideProcess.freePort();
    var started =
        new UnguardedProcess(
            SideProcess.start(
                stack,
                "unguarded",
                List.of(
                    "-Xmx512m",
                    "-cp",
                    stack.jar("api") + ":" + SideProcess.ownJar(),
                    UnguardedApi.class.getName()),
                environment(stack, port, tenant)),
            URI.create("http://127.0.0.1:" + port));
    started.process().awaitReady(started.address());
    return started;
  }

  @Override
  public void close() {
    process.close();
  }

  /** That of the stack's API, as the superuser of the database, from whom no row is hidden. */
  private static Map<String, String> environment(LocalStack stack, int port, String tenant) {
    var environment = new HashMap<>(SideProcess.servers(stack));
    environment.put("CSR_DATABASE_API_USERNAME", "postgres");
    environment.put("CSR_DATABASE_API_PASSWORD", stack.credential("superuser"));
    environment.put("CSR_IDENTITY_ISSUER", stack.api());
    environment.put("SERVER_PORT", Integer.toString(port));
    environment.put("SERVER_ADDRESS", "127.0.0.1");
    environment.put(UnguardedApi.TENANT, tenant);
    return environment;
  }
}
