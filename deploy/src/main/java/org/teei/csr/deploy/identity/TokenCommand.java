package org.teei.csr.deploy.identity;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.teei.csr.deploy.shared.Bearer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./csr token}: prints the token and nothing else, so that it can stand in a command. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description = {
      "Prints an access token of the running stack; it ends after a quarter of an hour.",
      "curl -H \"Authorization: Bearer $(./csr token)\" http://127.0.0.1:8080/v1/imports"
    })
public final class TokenCommand implements Callable<Integer> {
  private final BiFunction<String, String, Bearer> signIn;
  private final PrintStream out;

  @Option(
      names = "--tenant",
      defaultValue = "demo",
      paramLabel = "TENANT",
      description = "demo, other, or platform for its own staff (default: demo).")
  private String tenant = "";

  @Option(
      names = "--role",
      defaultValue = "company_admin",
      paramLabel = "ROLE",
      description = {
        "In a company: company_admin (default), company_user, privacy_officer, safety_reviewer, api_client;",
        "in platform: operator, system_admin."
      })
  private String role = "";

  /**
   * @param signIn gives the tokens of a tenant's user with a role
   */
  public TokenCommand(BiFunction<String, String, Bearer> signIn, PrintStream out) {
    this.signIn = signIn;
    this.out = out;
  }

  @Override
  public Integer call() throws InterruptedException {
    out.println(signIn.apply(tenant, role).token());
    return 0;
  }
}
