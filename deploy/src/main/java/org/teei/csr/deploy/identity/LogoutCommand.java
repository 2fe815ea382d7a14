package org.teei.csr.deploy.identity;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.teei.csr.deploy.shared.ApiClient;
import picocli.CommandLine.Command;

/** {@code ./csr logout}: ends what {@code ./csr login} began, here and at the API. */
@Command(
    name = "logout",
    mixinStandardHelpOptions = true,
    description = "Ends your sign-in; the commands act as development users again.")
public final class LogoutCommand implements Callable<Integer> {
  private final Supplier<ApiClient> api;
  private final Supplier<Path> file;
  private final PrintStream out;

  /**
   * @param api needs no token of its own
   * @param file keeps the tokens
   */
  public LogoutCommand(Supplier<ApiClient> api, Supplier<Path> file, PrintStream out) {
    this.api = api;
    this.file = file;
    this.out = out;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!Login.isIn(file.get())) {
      out.println("Nobody is signed in.");
      return 0;
    }
    new Login(api.get(), file.get()).end();
    out.println("You are signed out.");
    return 0;
  }
}
