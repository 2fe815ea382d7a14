package org.teei.csr.activities.shared;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.teei.csr.workflows.shared.Attributes;

/** A real Temporal server, with the platform's search attributes or without. */
public final class TemporalServer extends ServerProcess {
  private final boolean searchAttributes;

  private TemporalServer(boolean searchAttributes) {
    super("temporal");
    this.searchAttributes = searchAttributes;
  }

  /** A server that is not started yet. */
  public static TemporalServer stopped() {
    return new TemporalServer(true);
  }

  /** A server that is not started yet and does not know the search attributes. */
  public static TemporalServer bare() {
    return new TemporalServer(false);
  }

  public static TemporalServer started() {
    var server = stopped();
    server.start();
    return server;
  }

  public String target() {
    return "127.0.0.1:" + port();
  }

  @Override
  List<String> command() {
    var command =
        new ArrayList<>(
            List.of(
                ServerBinary.TEMPORAL.path().toString(),
                "server",
                "start-dev",
                "--headless",
                "--ip",
                "127.0.0.1",
                "--port",
                String.valueOf(port()),
                "--db-filename",
                folder().resolve("temporal.db").toString(),
                "--dynamic-config-value",
                "matching.enableFairness=true",
                "--log-level",
                "error"));
    if (searchAttributes) {
      Attributes.ALL.forEach(attribute ->
          command.addAll(
              List.of(
                  "--search-attribute",
                  attribute.getName() + "=" + type(attribute.getValueClass()))));
    }
    return command;
  }

  @Override
  boolean answers() {
    ManagedChannel channel = ManagedChannelBuilder.forTarget(target()).usePlaintext().build();
    try {
      WorkflowServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(2, TimeUnit.SECONDS)
          .describeNamespace(DescribeNamespaceRequest.newBuilder().setNamespace("default").build());
      return true;
    } catch (StatusRuntimeException e) {
      return false;
    } finally {
      channel.shutdownNow();
    }
  }

  private static String type(Class<?> values) {
    return switch (values.getSimpleName()) {
      case "String" -> "Keyword";
      case "Boolean" -> "Bool";
      case "OffsetDateTime" -> "Datetime";
      default -> throw new IllegalArgumentException(values.getName());
    };
  }
}
