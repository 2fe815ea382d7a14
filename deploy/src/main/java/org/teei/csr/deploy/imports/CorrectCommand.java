package org.teei.csr.deploy.imports;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.teei.csr.deploy.shared.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./csr correct}. */
@Command(
    name = "correct",
    mixinStandardHelpOptions = true,
    description = {
      "Sends the corrected rejected.csv of an import into it.",
      "Exit code 0: taken in (or accepted, without --watch); 1: the import is not completed; 3: refused."
    })
public final class CorrectCommand implements Callable<Integer> {
  private final Supplier<ApiClient> api;
  private final PrintStream out;
  private final PrintStream err;

  @Parameters(index = "0", paramLabel = "IMPORT", description = "The id of the import.")
  private UUID id = new UUID(0, 0);

  @Parameters(index = "1", paramLabel = "FILE", description = "Its rejected.csv, edited.")
  private Path file = Path.of("");

  @Option(names = "--watch", description = "Show the progress to the end.")
  private boolean watch;

  @Option(names = "--json", description = "Print the import as the API shows it.")
  private boolean json;

  /**
   * @param out results
   * @param err progress
   */
  public CorrectCommand(Supplier<ApiClient> api, PrintStream out, PrintStream err) {
    this.api = api;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws InterruptedException {
    return new ImportFile(api.get(), out, err, Person.NOBODY).correct(id, file, watch, json);
  }
}
