package org.teei.csr.api.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ConnectivityState;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.testserver.TestServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkflowCommandsTest {

  /** Else the first of them after a start would be told that Temporal does not answer. */
  @Test
  void theConnectionToTemporalIsOpenedBeforeSomebodyNeedsIt() {
    var port = Api.freePort();
    try (var _ = TestServer.createPortBoundServer(port);
        var api = Api.with(Map.of("CSR_TEMPORAL_TARGET", "127.0.0.1:" + port))) {
      var channel = api.bean(WorkflowServiceStubs.class).getRawChannel();

      await().until(() -> channel.getState(false) == ConnectivityState.READY);
      assertThat(api.bean(WorkflowCommands.class).reachable()).isTrue();
    }
  }
}
