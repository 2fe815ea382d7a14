package org.teei.csr.deploy.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.function.Supplier;
import org.teei.csr.deploy.shared.ApiClient;
import org.teei.csr.deploy.shared.ApiClient.Answer;
import org.teei.csr.deploy.shared.CsrFailure;
import picocli.CommandLine.Command;

/** {@code ./csr audit}. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "Looks after the audit trail.")
public final class AuditCommand {
  private final Supplier<ApiClient> api;
  private final PrintStream out;

  public AuditCommand(Supplier<ApiClient> api, PrintStream out) {
    this.api = api;
    this.out = out;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description =
          "Compares the seals in the database with those outside it; exit code 0 if all agree.")
  int verify() throws InterruptedException {
    ApiClient client = api.get();
    Answer answer = client.get(client.resolve("/v1/audit/verify"));
    if (!answer.isSuccess()) {
      throw new CsrFailure(answer.problem());
    }
    JsonNode result = answer.body();
    out.println(result.toPrettyString());
    return result.path("valid").asBoolean() ? 0 : 1;
  }
}
