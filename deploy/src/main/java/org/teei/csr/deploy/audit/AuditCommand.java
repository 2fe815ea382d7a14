package org.teei.csr.deploy.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Locale;
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
    out.println(readable(result));
    return result.path("intact").asBoolean() ? 0 : 1;
  }

  private static String readable(JsonNode result) {
    if (!result.path("intact").asBoolean()) {
      var text =
          new StringBuilder(
              "Not intact: "
                  + result.path("breach").asText().toLowerCase(Locale.ROOT).replace('_', ' '));
      if (result.hasNonNull("sealNumber")) {
        text.append(", seal ").append(result.get("sealNumber").asText());
      }
      if (result.hasNonNull("entryId")) {
        text.append(", entry ").append(result.get("entryId").asText());
      }
      return text.append('.').toString();
    }
    return "Intact: %d seals over %d entries; %d entries wait for their seal."
        .formatted(
            result.path("seals").asLong(),
            result.path("entries").asLong(),
            result.path("unsealed").asLong());
  }
}
