package org.teei.csr.deploy.identity;

import java.io.PrintStream;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
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
  private final BiFunction<String, String, Bearer> signIn;
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

  /**
   * @param current gives the tokens of who has signed in, or of the usual development user
   * @param signIn gives the tokens of a tenant's user with a role
   */
  public TokenCommand(
      Supplier<Bearer> current, BiFunction<String, String, Bearer> signIn, PrintStream out) {
    this.current = current;
    this.signIn = signIn;
    this.out = out;
  }

  @Override
  public Integer call() throws InterruptedException {
    Bearer tokens =
        tenant == null && role == null
            ? current.get()
            : signIn.apply(
                Objects.requireNonNullElse(tenant, "demo"),
                Objects.requireNonNullElse(role, "company_admin"));
    out.println(tokens.token());
    return 0;
  }
}
