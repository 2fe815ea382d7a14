package org.teei.csr.workers.operations;

import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.client.WorkflowClient;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.common.VersioningBehavior;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.spring.boot.WorkerOptionsCustomizer;
import io.temporal.spring.boot.autoconfigure.template.WorkersTemplate;
import io.temporal.worker.WorkerDeploymentOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.activities.events.ExpiredEvents;
import org.teei.csr.activities.identity.ExpiredAccessTokens;
import org.teei.csr.activities.identity.ExpiredRateLimits;
import org.teei.csr.activities.identity.ExpiredServiceTokens;
import org.teei.csr.activities.identity.ExpiredSignIns;
import org.teei.csr.activities.imports.AbandonedUploads;
import org.teei.csr.activities.imports.ExpiredUploads;
import org.teei.csr.activities.imports.notices.ExpiredNotices;
import org.teei.csr.activities.operations.BulkActivitiesImpl;
import org.teei.csr.activities.operations.BulkRuns;
import org.teei.csr.activities.operations.KeyActivitiesImpl;
import org.teei.csr.activities.operations.KeyRotationRuns;
import org.teei.csr.activities.operations.OperationsActivitiesImpl;
import org.teei.csr.activities.operations.ParkedGauges;
import org.teei.csr.activities.operations.Reconciler;
import org.teei.csr.activities.operations.RetentionActivitiesImpl;
import org.teei.csr.activities.operations.ScheduleSync;
import org.teei.csr.activities.operations.StartIntentLoop;
import org.teei.csr.activities.operations.SweepActivitiesImpl;
import org.teei.csr.activities.shared.Expiring;
import org.teei.csr.activities.shared.LeasedLoop;
import org.teei.csr.activities.shared.RunningJobs;
import org.teei.csr.activities.shared.ScheduledRows;
import org.teei.csr.activities.webhooks.ExpiredWebhookEvents;
import org.teei.csr.schema.idempotency.IdempotencyKeys;
import org.teei.csr.schema.operations.Leases;
import org.teei.csr.schema.personaldata.KeyRotations;
import org.teei.csr.schema.personaldata.Kms;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workers.shared.Versioning;
import org.teei.csr.workers.shared.WorkerProcess;
import org.teei.csr.workflows.impactin.deliveries.DeliveryNames;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.operations.BulkActivities;
import org.teei.csr.workflows.operations.KeyActivities;
import org.teei.csr.workflows.operations.OperationsActivities;
import org.teei.csr.workflows.operations.RetentionActivities;
import org.teei.csr.workflows.operations.SweepActivities;

@Configuration(proxyBeanMethods = false)
class OperationsConfiguration {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** The queues whose runs end with the build that they began with. */
  private static final Set<String> STAYING =
      Set.of(ImportNames.TASK_QUEUE, DeliveryNames.TASK_QUEUE);

  @Bean
  Versioning versioning(TemporalProperties temporal) {
    return Objects.requireNonNullElse(temporal.versioning(), Versioning.OFF);
  }

  @Bean
  WorkflowsBuild workflowsBuild(TemporalProperties temporal) {
    String given = temporal.buildId();
    return given == null || given.isBlank() ? WorkflowsBuild.here() : new WorkflowsBuild(given);
  }

  /**
   * By queue, because a workflow cannot say so itself: a server refuses that of workers without
   * versions.
   */
  @Bean
  WorkerOptionsCustomizer versionOfWorkers(Versioning versioning, WorkflowsBuild build) {
    return (options, _, queue) ->
        versioning == Versioning.OFF
            ? options
            : options.setDeploymentOptions(
                WorkerDeploymentOptions.newBuilder()
                    .setVersion(build.version())
                    .setUseVersioning(true)
                    .setDefaultVersioningBehavior(
                        STAYING.contains(queue)
                            ? VersioningBehavior.PINNED
                            : VersioningBehavior.AUTO_UPGRADE)
                    .build());
  }

  @Bean
  SmartInitializingSingleton failedTasks(
      WorkersTemplate workers, WorkflowClient temporal, MeterRegistry meters) {
    var failed = new FailedTasks(meters, temporal.getOptions().getNamespace());
    return () ->
        workers
            .getRegisteredInfo()
            .forEach((queue, registered) ->
                registered.getRegisteredWorkflowInfo().stream()
                    .flatMap(workflow -> workflow.getMetadata().getWorkflowMethods().stream())
                    .forEach(workflow -> failed.beginAtZero(queue, workflow.getName())));
  }

  @Bean
  OperationsActivities operationsActivities(Tenancy tenancy, MeterRegistry meters) {
    return new OperationsActivitiesImpl(tenancy, meters);
  }

  @Bean
  SweepActivities sweepActivities(SystemView system, Tenancy tenancy, WorkflowClient temporal) {
    return new SweepActivitiesImpl(system, tenancy, temporal);
  }

  @Bean
  BulkActivities bulkActivities(Tenancy tenancy, WorkflowClient temporal) {
    return new BulkActivitiesImpl(tenancy, temporal);
  }

  @Bean
  RunningJobs bulkRuns(SystemView system, Tenancy tenancy, BulkActivities resolutions) {
    return new BulkRuns(system, tenancy, resolutions);
  }

  @Bean
  KeyActivities keyActivities(SystemView system, KeyRotations rotations, Storage storage, Kms kms) {
    return new KeyActivitiesImpl(system, rotations, storage, kms);
  }

  @Bean
  RunningJobs keyRotationRuns(SystemView system, Tenancy tenancy, KeyActivities keys) {
    return new KeyRotationRuns(system, tenancy, keys);
  }

  @Bean
  RetentionActivities retentionActivities(
      SystemView system, Tenancy tenancy, TenantKeys keys, Storage storage, Clock clock) {
    return new RetentionActivitiesImpl(
        system,
        Expiring.of(
            new ExpiredUploads(tenancy, storage, clock),
            new AbandonedUploads(tenancy, storage, clock),
            new ExpiredNotices(tenancy)),
        new IdempotencyKeys(tenancy, keys)::deleteExpired,
        Expiring.of(new ExpiredEvents(tenancy), new ExpiredWebhookEvents(tenancy)),
        Expiring.of(
            new ExpiredAccessTokens(tenancy),
            new ExpiredRateLimits(tenancy),
            new ExpiredServiceTokens(tenancy),
            new ExpiredSignIns(tenancy)));
  }

  @Bean
  ParkedGauges parkedGauges(SystemView system, MeterRegistry meters) {
    return new ParkedGauges(system, meters);
  }

  /** Gives up after seconds, where the workers' own connection waits for a minute. */
  @Bean(defaultCandidate = false, destroyMethod = "shutdownNow")
  WorkflowServiceStubs promptStubs(WorkflowClient temporal) {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder(temporal.getWorkflowServiceStubs().getOptions())
            .setRpcTimeout(PATIENCE)
            .setRpcRetryOptions(
                RpcRetryOptions.newBuilder()
                    .setInitialInterval(Duration.ofMillis(100))
                    .setBackoffCoefficient(2)
                    .setMaximumInterval(Duration.ofSeconds(1))
                    .setExpiration(PATIENCE)
                    .build())
            .build());
  }

  @Bean(defaultCandidate = false)
  WorkflowClient promptClient(
      WorkflowClient temporal, @Qualifier("promptStubs") WorkflowServiceStubs promptStubs) {
    return WorkflowClient.newInstance(promptStubs, temporal.getOptions());
  }

  @Bean
  LeasedLoop startIntents(
      WorkerProcess process,
      Leases leases,
      MeterRegistry meters,
      SystemView system,
      Tenancy tenancy,
      @Qualifier("promptClient") WorkflowClient promptClient) {
    return new LeasedLoop(
        "start-intents",
        process.name(),
        Duration.ofMillis(200),
        leases,
        meters,
        new StartIntentLoop(system, tenancy, promptClient, meters));
  }

  @Bean
  LeasedLoop reconciler(
      WorkerProcess process,
      Leases leases,
      MeterRegistry meters,
      List<RunningJobs> jobs,
      Tenancy tenancy,
      @Qualifier("promptClient") WorkflowClient promptClient) {
    return new LeasedLoop(
        "reconciler",
        process.name(),
        Duration.ofSeconds(15),
        leases,
        meters,
        new Reconciler(jobs, tenancy, promptClient, meters));
  }

  @Bean
  LeasedLoop scheduleSync(
      WorkerProcess process,
      Leases leases,
      MeterRegistry meters,
      List<ScheduledRows> rows,
      Tenancy tenancy,
      @Qualifier("promptStubs") WorkflowServiceStubs promptStubs,
      WorkflowClient temporal) {
    var options = temporal.getOptions();
    var schedules =
        ScheduleClient.newInstance(
            promptStubs,
            ScheduleClientOptions.newBuilder()
                .setNamespace(options.getNamespace())
                .setIdentity(options.getIdentity())
                .setDataConverter(options.getDataConverter())
                .build());
    return new LeasedLoop(
        "schedule-sync",
        process.name(),
        Duration.ofSeconds(2),
        leases,
        meters,
        new ScheduleSync(rows, tenancy, schedules, meters));
  }
}
