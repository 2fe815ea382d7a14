package org.teei.csr.deploy.identity;

import java.io.PrintStream;
import java.util.concurrent.Callable;
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
  private final SignIn signIn;
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

  @Option(
      names = "--name",
      defaultValue = "",
      paramLabel = "NAME",
      description = "Which of several users with the role, where two people are needed.")
  private String name = "";

  public TokenCommand(SignIn signIn, PrintStream out) {
    this.signIn = signIn;
    this.out = out;
  }

  @Override
  public Integer call() throws InterruptedException {
    out.println(signIn.as(tenant, role, name).token());
    return 0;
  }
}
