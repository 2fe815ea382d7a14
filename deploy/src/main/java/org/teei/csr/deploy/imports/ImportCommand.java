package org.teei.csr.deploy.imports;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.teei.csr.deploy.imports.ImportFile.Request;
import org.teei.csr.deploy.shared.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./csr import}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Sends a CSV file to the API; ./csr correct sends rows of it again.",
      "Exit code 0: completed (or accepted, without --watch); 1: failed, cancelled or expired; 3: refused; 4: waits for approval."
    })
public final class ImportCommand implements Callable<Integer> {
  private final Supplier<ApiClient> api;
  private final PrintStream out;
  private final PrintStream err;

  @Parameters(paramLabel = "FILE")
  private Path file = Path.of("");

  @Option(
      names = "--kind",
      required = true,
      paramLabel = "KIND",
      description =
          "What the rows are: sessions, users, matches, events, checkins, feedback, completions or credentials.")
  private String kind = "";

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "commit, review (shows what the rows would do and waits for approval) or dry-run.")
  private @Nullable String mode;

  @Option(
      names = "--error-policy",
      paramLabel = "POLICY",
      description = "skip-invalid, atomic or stop-after.")
  private @Nullable String errorPolicy;

  @Option(
      names = "--max-rejected",
      paramLabel = "N",
      description = "With stop-after: so many rejected rows are borne.")
  private @Nullable Long maxRejected;

  @Option(
      names = "--unknown-people",
      paramLabel = "WHAT",
      description = "create or reject rows about persons who are not known.")
  private @Nullable String unknownPeople;

  @Mixin private final ReadingOptions reading = new ReadingOptions();

  @Option(
      names = "--watch",
      description = "Show the progress to the end; at a terminal, ask and take corrections.")
  private boolean watch;

  @Option(names = "--yes", description = "Approve without asking; with --mode review --watch.")
  private boolean yes;

  @Option(names = "--json", description = "Print the job as the API shows it.")
  private boolean json;

  /**
   * @param out results
   * @param err progress and questions
   */
  public ImportCommand(Supplier<ApiClient> api, PrintStream out, PrintStream err) {
    this.api = api;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> options = new LinkedHashMap<>();
    ReadingOptions.put(options, "mode", mode);
    ReadingOptions.put(options, "errorPolicy", errorPolicy);
    ReadingOptions.put(options, "maxRejected", maxRejected);
    ReadingOptions.put(options, "unknownPeople", unknownPeople);
    options.putAll(reading.parameters());
    Person person = yes ? Person.APPROVING : json ? Person.NOBODY : Person.atTerminal(err);
    return new ImportFile(api.get(), out, err, person)
        .run(new Request(file, kind, options, watch, json));
  }
}
