package org.teei.csr.activities.operations;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import org.teei.csr.schema.personaldata.Payloads;

/** Clients that give up soon when Temporal does not answer. */
final class TemporalClients {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private TemporalClients() {}

  static WorkflowClient to(String target) {
    return WorkflowClient.newInstance(
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(target)
                .setRpcTimeout(PATIENCE)
                .setRpcRetryOptions(
                    RpcRetryOptions.newBuilder()
                        .setInitialInterval(Duration.ofMillis(100))
                        .setBackoffCoefficient(2)
                        .setMaximumInterval(Duration.ofSeconds(1))
                        .setExpiration(PATIENCE)
                        .build())
                .build()),
        WorkflowClientOptions.newBuilder().setDataConverter(Payloads.plainConverter()).build());
  }
}
