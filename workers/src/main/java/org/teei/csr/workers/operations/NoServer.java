package org.teei.csr.workers.operations;

import io.grpc.ManagedChannel;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse.Capabilities;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceImplBase;
import java.io.IOException;

/**
 * Stands where a server would, for histories in files: the SDK asks what the server can do before
 * it replays, and nothing else.
 */
final class NoServer extends WorkflowServiceImplBase {
  private static final Capabilities OF_TODAY =
      Capabilities.newBuilder()
          .setSdkMetadata(true)
          .setSignalAndQueryHeader(true)
          .setInternalErrorDifferentiation(true)
          .build();

  private NoServer() {}

  /** A way to it inside this process; it ends with the process. */
  static ManagedChannel channel() throws IOException {
    String name = InProcessServerBuilder.generateName();
    InProcessServerBuilder.forName(name).addService(new NoServer()).build().start();
    return InProcessChannelBuilder.forName(name).build();
  }

  @Override
  public void getSystemInfo(
      GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> answer) {
    answer.onNext(GetSystemInfoResponse.newBuilder().setCapabilities(OF_TODAY).build());
    answer.onCompleted();
  }
}
