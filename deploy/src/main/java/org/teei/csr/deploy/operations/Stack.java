package org.teei.csr.deploy.operations;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.teei.csr.deploy.shared.CsrFailure;

/**
 * What the launcher has written down in {@code stack.json}: enough to find every process of the
 * stack again, also after the launcher itself was killed. Ports stay when the processes are gone,
 * so that addresses survive a restart.
 *
 * @param outgoing workers of earlier builds
 * @param versions what runs, by name
 * @param ready whether every role answered
 */
record Stack(
    Ports ports,
    @Nullable RunningProcess launcher,
    Map<Role, RunningProcess> processes,
    @Nullable List<RunningProcess> outgoing,
    Map<String, String> versions,
    boolean ready) {
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  Stack {
    processes = Collections.unmodifiableMap(new TreeMap<>(processes));
    // Absent in what an earlier launcher has written.
    outgoing = outgoing == null ? List.of() : List.copyOf(outgoing);
    versions = Collections.unmodifiableMap(new TreeMap<>(versions));
  }

  static Optional<Stack> read(DataFolder data) {
    if (!Files.exists(data.stackFile())) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(data.stackFile().toFile(), Stack.class));
    } catch (IOException e) {
      throw new CsrFailure(data.stackFile() + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * The stack that runs.
   *
   * @throws CsrFailure if none does
   */
  static Stack running(DataFolder data) {
    return read(data)
        .filter(Stack::isRunning)
        .orElseThrow(
            () -> new CsrFailure("No stack runs in " + data.root() + "; start one by ./csr up."));
  }

  void write(DataFolder data) throws IOException {
    DataFolder.writeAtomically(
        data.stackFile(), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this));
  }

  @JsonIgnore
  boolean isRunning() {
    return launcher != null && launcher.isAlive();
  }

  /** The living processes that belong to this stack without its launcher. */
  Stream<RunningProcess> livingProcesses() {
    return Stream.concat(processes.values().stream(), earlierWorkers().stream())
        .filter(RunningProcess::isAlive);
  }

  Stack withProcess(RunningProcess process) {
    var changed = new TreeMap<>(processes);
    changed.put(process.role(), process);
    return new Stack(ports, launcher, changed, outgoing, versions, ready);
  }

  /** With workers of an earlier build in place of those that are gone. */
  Stack withOutgoing(RunningProcess process) {
    List<RunningProcess> living =
        Stream.concat(earlierWorkers().stream().filter(RunningProcess::isAlive), Stream.of(process))
            .toList();
    return new Stack(ports, launcher, processes, living, versions, ready);
  }

  /** Workers of earlier builds, which finish what these began. */
  List<RunningProcess> earlierWorkers() {
    return Objects.requireNonNull(outgoing);
  }

  Stack withVersion(String name, String version) {
    var changed = new TreeMap<>(versions);
    changed.put(name, version);
    return new Stack(ports, launcher, processes, outgoing, changed, ready);
  }

  Stack asReady() {
    return new Stack(ports, launcher, processes, outgoing, versions, true);
  }

  /** The same stack with nothing running. */
  Stack asStopped() {
    return new Stack(ports, null, Map.of(), List.of(), versions, false);
  }
}
