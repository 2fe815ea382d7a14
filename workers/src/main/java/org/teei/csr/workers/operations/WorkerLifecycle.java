package org.teei.csr.workers.operations;

import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.teei.csr.workers.identity.IdentityProperties;
import org.teei.csr.workers.impactin.PlatformRates;
import org.teei.csr.workers.shared.Phases;
import org.teei.csr.workers.shared.Versioning;

/**
 * Starts the workers as soon as Temporal answers and knows the search attributes, Schedules and
 * rates, however long that takes; at the end takes nothing new and waits for what is at work.
 */
@Component
final class WorkerLifecycle implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerLifecycle.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration DRAIN = Duration.ofSeconds(25);

  private final WorkflowClient temporal;
  private final ScheduleClient schedules;
  private final WorkerFactory workers;
  private final IdentityProperties identity;
  private final PlatformRates rates;
  private final Versioning versioning;
  private final Deployment deployment;
  private final Runnable ended;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile boolean polling;
  private @Nullable Thread thread;

  WorkerLifecycle(
      WorkflowClient temporal,
      ScheduleClient schedules,
      WorkerFactory workers,
      IdentityProperties identity,
      PlatformRates rates,
      Versioning versioning,
      WorkflowsBuild build,
      ApplicationContext context) {
    this.temporal = temporal;
    this.schedules = schedules;
    this.workers = workers;
    this.identity = identity;
    this.rates = rates;
    this.versioning = versioning;
    this.deployment = new Deployment(temporal, build);
    // Not in the thread that the end waits for; the process ends with the last thread of the
    // context.
    this.ended = () -> Thread.ofPlatform().start(() -> SpringApplication.exit(context));
  }

  /** Whether the workers ask Temporal for work. */
  boolean polling() {
    return polling;
  }

  @Override
  public void start() {
    thread = Thread.ofVirtual().name("temporal-workers").start(this::startWhenTemporalAnswers);
  }

  private void startWhenTemporalAnswers() {
    try {
      while (!polling && stop.getCount() > 0) {
        try {
          startPolling();
        } catch (RuntimeException e) {
          LOG.warn("Temporal is not ready yet: {}", e.getClass().getSimpleName());
          LOG.debug("Workers could not start", e);
          pause();
        }
      }
      if (versioning == Versioning.OUTGOING) {
        endWhenDrained();
      }
    } catch (InterruptedException e) {
      LOG.info("The start of the workers was interrupted");
    }
  }

  private void startPolling() {
    temporal
        .getWorkflowServiceStubs()
        .blockingStub()
        .withDeadlineAfter(3, TimeUnit.SECONDS)
        .describeNamespace(
            DescribeNamespaceRequest.newBuilder()
                .setNamespace(temporal.getOptions().getNamespace())
                .build());
    if (versioning != Versioning.OUTGOING) {
      SearchAttributeRegistration.ensure(temporal);
      Schedules.ensure(schedules, identity.signingKeyRotation());
      rates.ensure(temporal);
    }
    workers.start();
    if (versioning == Versioning.CURRENT) {
      deployment.makeCurrent();
    }
    polling = true;
    LOG.info("Workers ask Temporal for work as build {}", deployment.build().id());
  }

  /**
   * Runs in this process go on until then; a process that is gone too early leaves them waiting.
   */
  private void endWhenDrained() throws InterruptedException {
    while (stop.getCount() > 0) {
      try {
        if (deployment.isDrained()) {
          LOG.info("No run of build {} is open any more", deployment.build().id());
          ended.run();
          return;
        }
      } catch (RuntimeException e) {
        LOG.warn("Temporal does not tell who is drained: {}", e.getClass().getSimpleName());
      }
      pause();
    }
  }

  private void pause() throws InterruptedException {
    stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() {
    stop.countDown();
    Thread starting = thread;
    thread = null;
    try {
      if (starting != null) {
        starting.join(Duration.ofSeconds(5));
      }
      workers.shutdown();
      workers.awaitTermination(DRAIN.toSeconds(), TimeUnit.SECONDS);
      if (!workers.isTerminated()) {
        LOG.warn("Work is still running and is left to others");
        workers.shutdownNow();
        workers.awaitTermination(2, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    polling = false;
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  @Override
  public int getPhase() {
    return Phases.TEMPORAL_WORKERS;
  }
}
