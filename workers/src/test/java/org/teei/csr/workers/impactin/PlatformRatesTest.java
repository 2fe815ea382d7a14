package org.teei.csr.workers.impactin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.RateLimitConfig;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.teei.csr.activities.shared.TemporalServer;

/** What a real Temporal server keeps of the rates. */
class PlatformRatesTest {
  private static TemporalServer server;
  private static WorkflowServiceStubs stubs;
  private static WorkflowClient temporal;

  @BeforeAll
  static void start() {
    server = TemporalServer.started();
    stubs = stubs(server.target());
    temporal = WorkflowClient.newInstance(stubs);
  }

  @AfterAll
  static void stop() {
    stubs.shutdownNow();
    server.close();
  }

  @Test
  void setsTheRateOfEachPlatformForEachCompanyWithItsReason() {
    rates("benevity", 100).ensure(temporal);
    rates("workday", 600).ensure(temporal);

    assertThat(kept("benevity").getRateLimit().getRequestsPerSecond()).isEqualTo(100 / 60f);
    assertThat(kept("benevity").getMetadata().getReason()).contains("settings of the workers");
    assertThat(kept("workday").getRateLimit().getRequestsPerSecond()).isEqualTo(10);
    assertThat(kept("file").hasRateLimit()).isFalse();
  }

  @Test
  void leavesARateThatIsSetAndFollowsAChange() {
    rates("a", 60).ensure(temporal);
    var first = kept("a").getMetadata().getUpdateTime();
    rates("a", 60).ensure(temporal);

    assertThat(kept("a").getMetadata().getUpdateTime()).isEqualTo(first);

    rates("a", 30).ensure(temporal);

    assertThat(kept("a").getRateLimit().getRequestsPerSecond()).isEqualTo(0.5f);
  }

  @Test
  void zeroLetsAnyNumberThrough() {
    rates("b", 60).ensure(temporal);
    rates("b", 0).ensure(temporal);
    rates("c", 0).ensure(temporal);

    assertThat(kept("b").hasRateLimit()).isFalse();
    assertThat(kept("c").hasRateLimit()).isFalse();
  }

  /** One that meets another fails and is tried again with the start of its workers. */
  @Test
  void workersThatStartTogetherSetIt() throws Exception {
    try (var threads = Executors.newFixedThreadPool(4)) {
      Callable<Boolean> start =
          () -> {
            try {
              rates("d", 120).ensure(temporal);
              return true;
            } catch (StatusRuntimeException met) {
              return false;
            }
          };
      var starts = threads.invokeAll(IntStream.range(0, 4).mapToObj(_ -> start).toList());
      assertThat(starts).extracting(one -> one.get()).contains(true);
    }

    assertThat(kept("d").getRateLimit().getRequestsPerSecond()).isEqualTo(2);
  }

  @Test
  void aServerThatDoesNotKnowRatesIsNoFailure() throws IOException {
    Server old =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .build()
            .start();
    WorkflowServiceStubs toIt = stubs("127.0.0.1:" + old.getPort());
    try {
      assertThatCode(() -> rates("benevity", 100).ensure(WorkflowClient.newInstance(toIt)))
          .doesNotThrowAnyException();
    } finally {
      toIt.shutdownNow();
      old.shutdownNow();
    }
  }

  @Test
  void aServerThatIsAwayIsOne() {
    WorkflowServiceStubs nowhere = stubs("127.0.0.1:1");
    try {
      assertThatThrownBy(() -> rates("benevity", 100).ensure(WorkflowClient.newInstance(nowhere)))
          .isInstanceOf(StatusRuntimeException.class);
    } finally {
      nowhere.shutdownNow();
    }
  }

  private static PlatformRates rates(String platform, int perMinute) {
    return new PlatformRates(Map.of(platform, perMinute));
  }

  private static WorkflowServiceStubs stubs(String target) {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
  }

  private static RateLimitConfig kept(String platform) {
    return stubs
        .blockingStub()
        .describeTaskQueue(
            DescribeTaskQueueRequest.newBuilder()
                .setNamespace("default")
                .setTaskQueue(TaskQueue.newBuilder().setName("impactin-" + platform))
                .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
                .setReportConfig(true)
                .build())
        .getConfig()
        .getFairnessKeysRateLimitDefault();
  }
}
