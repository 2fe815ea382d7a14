package org.teei.csr.workers.impactin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.RateLimitConfig;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.taskqueue.v1.TaskQueueConfig;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.Priority;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
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

  @Test
  void aCompanyWithANumberOfItsOwnHasTheWeightThatMakesIt() {
    var rates = rates("e", 100);
    rates.ensure(temporal);

    rates.follow(temporal, Map.of("e", Map.of("less", 25, "same", 100, "more", 300)));

    assertThat(config("e").getFairnessWeightOverridesMap())
        .containsOnly(Map.entry("less", 0.25f), Map.entry("more", 3f));
    assertThat(kept("e").getRateLimit().getRequestsPerSecond()).isEqualTo(100 / 60f);

    rates.follow(temporal, Map.of("e", Map.of("more", 150)));
    assertThat(config("e").getFairnessWeightOverridesMap()).containsOnly(Map.entry("more", 1.5f));

    rates.follow(temporal, Map.of());
    assertThat(config("e").getFairnessWeightOverridesMap()).isEmpty();
  }

  @Test
  void numbersOfCompaniesFollowThatOfThePlatform() {
    var companies = Map.of("f", Map.of("acme", 30));
    rates("f", 60).ensure(temporal);
    rates("f", 60).follow(temporal, companies);
    rates("f", 120).ensure(temporal);
    rates("f", 120).follow(temporal, companies);

    assertThat(config("f").getFairnessWeightOverridesMap()).containsOnly(Map.entry("acme", 0.25f));

    rates("f", 0).ensure(temporal);
    rates("f", 0).follow(temporal, companies);
    assertThat(config("f").getFairnessWeightOverridesMap()).isEmpty();
  }

  @Test
  void noMoreCompaniesHaveTheirOwnNumberThanTheServerTakes() {
    var companies = new HashMap<String, Integer>();
    IntStream.rangeClosed(1, 1_200).forEach(i -> companies.put("c" + i, i));

    rates("g", 2_000).follow(temporal, Map.of("g", companies));

    assertThat(config("g").getFairnessWeightOverridesMap())
        .hasSize(1_000)
        .containsKeys("c1", "c1000")
        .doesNotContainKey("c1001");
  }

  /** The server lets a few calls through at first; others may have to wait with what it holds. */
  @Test
  void theServerHoldsTheNumberOfACompany() {
    var rates = rates("h", 6_000);
    rates.ensure(temporal);
    rates.follow(temporal, Map.of("h", Map.of("slow", 60)));
    var done = new ConcurrentHashMap<String, Integer>();
    var factory = WorkerFactory.newInstance(temporal);
    factory
        .newWorker("impactin-h")
        .registerActivitiesImplementations((Call) company -> done.merge(company, 1, Integer::sum));
    factory.newWorker("callers").registerWorkflowImplementationTypes(CallerImpl.class);
    try {
      for (int i = 0; i < 30; i++) {
        for (String company : List.of("slow", "other")) {
          WorkflowClient.start(
              temporal.newWorkflowStub(
                      Caller.class,
                      WorkflowOptions.newBuilder()
                          .setTaskQueue("callers")
                          .setPriority(Priority.newBuilder().setFairnessKey(company).build())
                          .build())
                  ::call,
              company);
        }
      }
      long start = System.nanoTime();
      factory.start();

      await().atMost(Duration.ofSeconds(60)).until(() -> done.getOrDefault("other", 0) == 30);
      int slow = done.getOrDefault("slow", 0);
      assertThat(slow).isLessThan(5 + (int) ((System.nanoTime() - start) / 1_000_000_000));
    } finally {
      factory.shutdownNow();
    }
  }

  @WorkflowInterface
  public interface Caller {
    @WorkflowMethod
    void call(String company);
  }

  public static class CallerImpl implements Caller {
    @Override
    public void call(String company) {
      Workflow.newActivityStub(
              Call.class,
              ActivityOptions.newBuilder()
                  .setTaskQueue("impactin-h")
                  .setStartToCloseTimeout(Duration.ofSeconds(10))
                  .build())
          .call(company);
    }
  }

  @ActivityInterface
  public interface Call {
    void call(String company);
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
      WorkflowClient client = WorkflowClient.newInstance(toIt);
      assertThatCode(() -> rates("benevity", 100).ensure(client)).doesNotThrowAnyException();
      assertThatCode(
              () -> rates("benevity", 100).follow(client, Map.of("benevity", Map.of("a", 5))))
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
    return config(platform).getFairnessKeysRateLimitDefault();
  }

  private static TaskQueueConfig config(String platform) {
    return stubs
        .blockingStub()
        .describeTaskQueue(
            DescribeTaskQueueRequest.newBuilder()
                .setNamespace("default")
                .setTaskQueue(TaskQueue.newBuilder().setName("impactin-" + platform))
                .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
                .setReportConfig(true)
                .build())
        .getConfig();
  }
}
