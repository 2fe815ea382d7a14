package org.teei.csr.deploy.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.teei.csr.deploy.shared.ApiClient;
import org.teei.csr.deploy.shared.ApiClient.Answer;
import org.teei.csr.deploy.shared.CsrFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./csr privacy}. */
@Command(
    name = "privacy",
    mixinStandardHelpOptions = true,
    description = {
      "Erases a person by hand, as a last resort, or lets an erased person come back.",
      "Each takes two privacy officers."
    })
public final class PrivacyCommand {
  /** The role that the commands act in. */
  public static final String ROLE = "privacy_officer";

  private static final String ERASURES = "/v1/privacy/erasures";
  private static final String LIFTS = "/v1/privacy/tombstone-lifts";
  private static final Set<String> ENDS = Set.of("erased", "lapsed", "withdrawn");
  private static final long POLL_MILLIS = 250;

  private final BiFunction<String, String, ApiClient> api;
  private final InputStream in;
  private final PrintStream out;

  /**
   * @param api as a privacy officer uses it, by tenant and name
   * @param in gives what has no place among arguments, which other users of the machine see
   */
  public PrivacyCommand(
      BiFunction<String, String, ApiClient> api, InputStream in, PrintStream out) {
    this.api = api;
    this.in = in;
    this.out = out;
  }

  /** Who gives the command. */
  static final class Officer {
    @Option(
        names = "--tenant",
        defaultValue = "demo",
        paramLabel = "TENANT",
        description = "The company (default: demo).")
    private String tenant = "";

    @Option(
        names = "--name",
        defaultValue = "",
        paramLabel = "NAME",
        description = "Which privacy officer; who approves has another name than who asks.")
    private String name = "";
  }

  @Command(
      name = "erase-person",
      mixinStandardHelpOptions = true,
      description = {
        "Asks for the erasure of a person; nothing is erased before another privacy officer approves.",
        "Exit code 3: refused."
      })
  int erasePerson(
      @Parameters(paramLabel = "PERSON", description = "The id of the person.") UUID person,
      @Option(
              names = "--reason",
              required = true,
              paramLabel = "REASON",
              description =
                  "no_longer_needed, consent_withdrawn, objection, unlawful_processing or legal_obligation.")
          String reason,
      @Mixin Officer officer)
      throws InterruptedException {
    ApiClient client = api.apply(officer.tenant, officer.name);
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("personId", person.toString()).put("reason", reason);
    return told(client.post(client.resolve(ERASURES), request));
  }

  @Command(
      name = "approve-erasure",
      mixinStandardHelpOptions = true,
      description = {
        "Approves an erasure that another privacy officer asked for. It cannot be taken back.",
        "Exit code 1: with --watch, not erased; 3: refused."
      })
  int approveErasure(
      @Parameters(paramLabel = "ERASURE", description = "The id of the erasure.") UUID erasure,
      @Option(names = "--watch", description = "Wait until the person is erased.") boolean watch,
      @Mixin Officer officer)
      throws InterruptedException {
    ApiClient client = api.apply(officer.tenant, officer.name);
    URI address = client.resolve(ERASURES + "/" + erasure);
    Answer answer = client.post(client.resolve(ERASURES + "/" + erasure + "/approve"), emptyBody());
    if (!watch || !answer.isSuccess()) {
      return told(answer);
    }
    while (answer.isSuccess() && !ENDS.contains(state(answer.body()))) {
      Thread.sleep(POLL_MILLIS);
      answer = client.get(address);
    }
    int exit = told(answer);
    return exit == 0 && !state(answer.body()).equals("erased") ? 1 : exit;
  }

  @Command(
      name = "lift",
      mixinStandardHelpOptions = true,
      description = {
        "Asks that an erased person may come back; reads the address or external id from the standard input.",
        "Nothing is lifted before another privacy officer approves.",
        "Exit code 3: refused."
      })
  int lift(
      @Option(
              names = "--kind",
              defaultValue = "email",
              paramLabel = "KIND",
              description =
                  "email (the default), or of whom the id is: kintell, upskilling or buddy.")
          String kind,
      @Option(
              names = "--reason",
              required = true,
              paramLabel = "REASON",
              description =
                  "rejoined, consent_given, erased_in_error, identifier_reassigned or legal_obligation.")
          String reason,
      @Mixin Officer officer)
      throws InterruptedException {
    ApiClient client = api.apply(officer.tenant, officer.name);
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("kind", kind).put("identifier", typed()).put("reason", reason);
    return toldOfLift(client.post(client.resolve(LIFTS), request));
  }

  @Command(
      name = "approve-lift",
      mixinStandardHelpOptions = true,
      description = {
        "Approves a lift that another privacy officer asked for; imports take the person from then on.",
        "Exit code 3: refused."
      })
  int approveLift(
      @Parameters(paramLabel = "LIFT", description = "The id of the lift.") UUID lift,
      @Mixin Officer officer)
      throws InterruptedException {
    ApiClient client = api.apply(officer.tenant, officer.name);
    return toldOfLift(client.post(client.resolve(LIFTS + "/" + lift + "/approve"), emptyBody()));
  }

  private String typed() {
    out.println("The address or id that may come back:");
    try {
      String line = new BufferedReader(new InputStreamReader(in, UTF_8)).readLine();
      if (line == null || line.isBlank()) {
        throw new CsrFailure("Type the address or id, or send it to the standard input.");
      }
      return line.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode emptyBody() {
    return JsonNodeFactory.instance.objectNode();
  }

  private int told(Answer answer) {
    return told(
        answer,
        erasure ->
            "Erasure %s of person %s: %s"
                .formatted(
                    erasure.path("id").asText(),
                    erasure.path("personId").asText(),
                    readable(erasure)));
  }

  private int toldOfLift(Answer answer) {
    return told(
        answer,
        lift ->
            "Lift %s: %s"
                .formatted(
                    lift.path("id").asText(),
                    state(lift).equals("lifted")
                        ? "lifted, imports take the person from now on."
                        : readable(lift)));
  }

  private int told(Answer answer, Function<JsonNode, String> sentence) {
    if (!answer.isSuccess()) {
      if (answer.status() >= 500) {
        throw new CsrFailure(answer.problem());
      }
      out.println(answer.problem());
      return 3;
    }
    out.println(sentence.apply(answer.body()));
    return 0;
  }

  private static String readable(JsonNode erasure) {
    return switch (state(erasure)) {
      case "requested" ->
          "waits for the approval of another privacy officer until "
              + erasure.path("lapsesAt").asText()
              + ".";
      case "approved" -> "approved, at work.";
      case "erased" -> "erased, %d profiles.".formatted(erasure.path("erasedProfiles").asInt());
      case "withdrawn" -> "withdrawn, nothing was erased.";
      case "lapsed" -> "lapsed, nothing was erased.";
      default -> state(erasure);
    };
  }

  private static String state(JsonNode erasure) {
    return erasure.path("state").asText();
  }
}
