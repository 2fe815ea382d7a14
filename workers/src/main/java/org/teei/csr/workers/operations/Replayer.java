package org.teei.csr.workers.operations;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.temporal.api.common.v1.Payload;
import io.temporal.client.WorkflowClient;
import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import org.teei.csr.workers.operations.Replay.Verdict;
import org.teei.csr.workers.operations.StoredRuns.Run;

/**
 * A program of its own, on the workers' class path: replays runs and prints one JSON object a line,
 * a {@link Replay} each. Ends with 0 however they came out, with 2 and a sentence where none could
 * be tried. The workflow code is in the jar or folder that its first argument names, which comes
 * first on the class path.
 *
 * <pre>
 * CODE file FILE
 * CODE run WORKFLOW_ID [RUN_ID]
 * CODE many OPEN CLOSED      whether all open ones; how many closed ones of each type
 * </pre>
 *
 * {@code csr.replay.payloads} as a system property adds the stored payloads of an event at which
 * history and code part; {@code csr.replay.patience} sets the seconds that one may take.
 */
public final class Replayer {
  private static final JsonMapper JSON = JsonMapper.builder().findAndAddModules().build();
  private static final int IN_VAIN = 2;

  private final HistoryReplay replay;
  private final StoredRuns stored;
  private final PrintStream out;
  private final boolean payloads = Boolean.getBoolean("csr.replay.payloads");

  private Replayer(HistoryReplay replay, StoredRuns stored, PrintStream out) {
    this.replay = replay;
    this.stored = stored;
    this.out = out;
  }

  public static void main(String[] arguments) throws IOException {
    // What the SDK logs of a difference holds payloads.
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
    PrintStream out = System.out;
    // Workflow code that prints must not spoil the report.
    System.setOut(System.err);
    int exit = 0;
    try {
      run(List.of(arguments), new ReplayEnvironment(System.getenv()), out);
    } catch (ReplayTrouble e) {
      System.err.println(e.getMessage());
      exit = IN_VAIN;
    }
    out.flush();
    System.exit(exit);
  }

  static void run(List<String> arguments, ReplayEnvironment environment, PrintStream out)
      throws IOException {
    var code = WorkflowCode.in(Path.of(arguments.getFirst()));
    var patience = Duration.ofSeconds(Integer.getInteger("csr.replay.patience", 60));
    if (arguments.get(1).equals("file")) {
      var history = StoredRuns.read(Path.of(arguments.get(2)));
      boolean encrypted = isEncrypted(history);
      if (encrypted && !environment.hasKeys()) {
        throw new ReplayTrouble(
            "The payloads of this history are encrypted. Start the stack that it is of, or name its servers.");
      }
      var client = encrypted ? environment.client() : environment.clientWithoutKeys();
      of(code, client, patience, out).print(history);
      return;
    }
    var replayer = of(code, environment.client(), patience, out);
    switch (arguments.get(1)) {
      case "run" -> {
        String runId = arguments.size() > 3 ? arguments.get(3) : null;
        replayer.print(replayer.stored.history(new Run(arguments.get(2), runId)));
      }
      case "many" ->
          replayer.many(
              code, Boolean.parseBoolean(arguments.get(2)), Integer.parseInt(arguments.get(3)));
      default -> throw new ReplayTrouble("There is no way to replay '" + arguments.get(1) + "'.");
    }
  }

  private static Replayer of(
      WorkflowCode code, WorkflowClient client, Duration patience, PrintStream out) {
    return new Replayer(new HistoryReplay(code, client, patience), new StoredRuns(client), out);
  }

  private void many(WorkflowCode code, boolean open, int closed) throws IOException {
    List<Run> runs = new ArrayList<>(open ? stored.open() : List.of());
    if (closed > 0) {
      code.implementations().keySet().forEach(type -> runs.addAll(stored.closed(type, closed)));
    }
    for (Run run : runs) {
      print(run);
    }
  }

  /**
   * One that cannot be fetched does not keep the others from being replayed, and one that has been
   * deleted since it was listed is none.
   */
  private void print(Run run) throws IOException {
    try {
      var history = stored.found(run);
      if (history.isPresent()) {
        print(history.get());
      }
    } catch (ReplayTrouble e) {
      print(
          new Replay(
              run.workflowId(),
              String.valueOf(run.runId()),
              "",
              null,
              false,
              false,
              0,
              Verdict.NOT_REPLAYED,
              null,
              e.getMessage()));
    }
  }

  private void print(WorkflowExecutionHistory history) throws IOException {
    print(withPayloads(replay.replay(history), history));
  }

  private void print(Replay replayed) throws IOException {
    out.println(JSON.writeValueAsString(replayed));
    out.flush();
  }

  private Replay withPayloads(Replay replayed, WorkflowExecutionHistory history) {
    var difference = replayed.difference();
    if (!payloads || difference == null) {
      return replayed;
    }
    List<String> found =
        history.getEvents().stream()
            .filter(event -> event.getEventId() == difference.eventId())
            .flatMap(Replayer::payloads)
            .map(Replayer::json)
            .toList();
    return replayed.with(difference.with(found));
  }

  private static boolean isEncrypted(WorkflowExecutionHistory history) {
    return history.getEvents().stream()
        .flatMap(Replayer::payloads)
        .anyMatch(payload ->
            payload
                .getMetadataOrDefault("encoding", ByteString.EMPTY)
                .toStringUtf8()
                .equals("binary/encrypted"));
  }

  private static Stream<Payload> payloads(Message message) {
    if (message instanceof Payload payload) {
      return Stream.of(payload);
    }
    return message.getAllFields().entrySet().stream()
        .filter(field -> field.getKey().getJavaType() == FieldDescriptor.JavaType.MESSAGE)
        .flatMap(field ->
            field.getValue() instanceof List<?> many ? many.stream() : Stream.of(field.getValue()))
        .flatMap(part -> part instanceof Message inner ? payloads(inner) : Stream.empty());
  }

  private static String json(Payload payload) {
    try {
      return JsonFormat.printer().omittingInsignificantWhitespace().print(payload);
    } catch (InvalidProtocolBufferException e) {
      throw new ReplayTrouble("A payload cannot be shown.", e);
    }
  }
}
