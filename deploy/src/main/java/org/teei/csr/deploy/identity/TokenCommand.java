package org.teei.csr.deploy.identity;

import java.io.PrintStream;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.teei.csr.deploy.shared.Bearer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./csr token}: prints the token and nothing else, so that it can stand in a command. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description = {
      "Prints an access token of the running stack; it ends after a quarter of an hour.",
      "It is yours after ./csr login, and that of a development user with --tenant or --role, or without.",
      "curl -H \"Authorization: Bearer $(./csr token)\" http://127.0.0.1:8080/v1/imports"
    })
public final class TokenCommand implements Callable<Integer> {
  private final Supplier<Bearer> current;
  private final SignIn signIn;
  private final PrintStream out;

  @Option(
      names = "--tenant",
      paramLabel = "TENANT",
      description = "demo, other, or platform for its own staff (default: demo).")
  private @Nullable String tenant;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = {
        "In a company: company_admin (default), company_user, privacy_officer, safety_reviewer, api_client;",
        "in platform: operator, system_admin."
      })
  private @Nullable String role;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Which of several users with the role, where two people are needed.")
  private @Nullable String name;

  @Option(
      names = "--step-up",
      description = {
        "Of a development user who counts as having shown a passkey just now, for five minutes.",
        "Your own passkey: ./csr login --step-up"
      })
  private boolean stepUp;

  /**
   * @param current gives the tokens of who has signed in, or of the usual development user
   * @param signIn gives the tokens of a tenant's user with a role
   */
  public TokenCommand(Supplier<Bearer> current, SignIn signIn, PrintStream out) {
    this.current = current;
    this.signIn = signIn;
    this.out = out;
  }

  @Override
  public Integer call() throws InterruptedException {
    Bearer tokens =
        tenant == null && role == null && name == null && !stepUp
            ? current.get()
            : signIn.as(
                new DevelopmentUser(
                    Objects.requireNonNullElse(tenant, "demo"),
                    Objects.requireNonNullElse(role, "company_admin"),
                    Objects.requireNonNullElse(name, ""),
                    stepUp));
    out.println(tokens.token());
    return 0;
  }
}
