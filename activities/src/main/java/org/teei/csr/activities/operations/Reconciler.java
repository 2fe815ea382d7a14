package org.teei.csr.activities.operations;

import static org.teei.csr.schema.jooq.Tables.PARKED_WORKFLOWS;
import static org.teei.csr.schema.jooq.Tables.START_INTENTS;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teei.csr.activities.shared.LeasedLoop;
import org.teei.csr.activities.shared.LeasedLoop.Hold;
import org.teei.csr.activities.shared.RunningJobs;
import org.teei.csr.activities.shared.RunningJobs.RunningJob;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Compares jobs that PostgreSQL calls active with their workflows, asked for one by one, for lists
 * in Temporal lag behind. A workflow that Temporal does not know is started again, and so is one
 * whose latest start met a run that was just ending; a job whose workflow was ended outside, from
 * the Temporal UI or CLI, ends too, and that is audited.
 */
public final class Reconciler implements LeasedLoop.Pass {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
  private static final int ANSWER_SECONDS = 3;

  private final List<RunningJobs> features;
  private final Tenancy tenancy;
  private final WorkflowClient temporal;
  private final MeterRegistry meters;
  private final Duration age;

  public Reconciler(
      List<RunningJobs> features, Tenancy tenancy, WorkflowClient temporal, MeterRegistry meters) {
    this(features, tenancy, temporal, meters, Duration.ofSeconds(30));
  }

  Reconciler(
      List<RunningJobs> features,
      Tenancy tenancy,
      WorkflowClient temporal,
      MeterRegistry meters,
      Duration age) {
    this.features = features;
    this.tenancy = tenancy;
    this.temporal = temporal;
    this.meters = meters;
    this.age = age;
  }

  @Override
  public boolean run(Hold hold) {
    for (RunningJobs jobs : features) {
      for (RunningJob job : jobs.olderThan(age)) {
        hold.keep();
        try {
          reconcile(jobs, job);
        } catch (RuntimeException e) {
          failed(jobs, job, e);
        }
      }
    }
    return false;
  }

  /** One job in trouble waits for the next pass; an outage would meet the others too. */
  private void failed(RunningJobs jobs, RunningJob job, RuntimeException e) {
    meters.counter("csr.reconciler.failed", "feature", jobs.feature()).increment();
    if (Outage.causes(e)) {
      throw e;
    }
    LOG.warn("{} could not be reconciled: {}", job.workflowId(), LeasedLoop.causes(e));
  }

  private record Run(WorkflowExecutionStatus status, Instant startedAt) {}

  private void reconcile(RunningJobs jobs, RunningJob job) {
    if (starting(job)) {
      return;
    }
    Optional<Run> run = latestRun(job);
    if (run.isEmpty()) {
      restart(jobs, job);
    } else if (ended(run.get().status()) && jobs.isActive(job) && !starting(job)) {
      if (intendedAfter(job, run.get().startedAt())) {
        restart(jobs, job);
      } else {
        end(jobs, job, spelling(run.get().status()));
      }
    }
  }

  /** Whether a start was asked for that found an earlier run and so made none. */
  private boolean intendedAfter(RunningJob job, Instant run) {
    return tenancy.read(
        job.tenant(),
        db ->
            db.fetchExists(
                DSL.selectOne()
                    .from(START_INTENTS)
                    .where(
                        START_INTENTS.TENANT_ID.eq(job.tenant()),
                        START_INTENTS.WORKFLOW_ID.eq(job.workflowId()),
                        START_INTENTS.CREATED_AT.gt(run))));
  }

  /** Whether a start is under way, or was just made: an earlier run's end says nothing then. */
  private boolean starting(RunningJob job) {
    return tenancy.read(
        job.tenant(),
        db ->
            db.fetchExists(
                DSL.selectOne()
                    .from(START_INTENTS)
                    .where(
                        START_INTENTS.TENANT_ID.eq(job.tenant()),
                        START_INTENTS.WORKFLOW_ID.eq(job.workflowId()),
                        START_INTENTS.STATE.eq("pending"))));
  }

  /** Empty if Temporal does not know the workflow. */
  private Optional<Run> latestRun(RunningJob job) {
    var request =
        DescribeWorkflowExecutionRequest.newBuilder()
            .setNamespace(temporal.getOptions().getNamespace())
            .setExecution(WorkflowExecution.newBuilder().setWorkflowId(job.workflowId()))
            .build();
    try {
      var info =
          temporal
              .getWorkflowServiceStubs()
              .blockingStub()
              .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS)
              .describeWorkflowExecution(request)
              .getWorkflowExecutionInfo();
      var start = info.getStartTime();
      return Optional.of(
          new Run(info.getStatus(), Instant.ofEpochSecond(start.getSeconds(), start.getNanos())));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void restart(RunningJobs jobs, RunningJob job) {
    boolean asked =
        tenancy.write(
            job.tenant(),
            db ->
                db.update(START_INTENTS)
                        .set(START_INTENTS.STATE, "pending")
                        .set(START_INTENTS.NEXT_ATTEMPT_AT, DSL.currentInstant())
                        .where(
                            START_INTENTS.TENANT_ID.eq(job.tenant()),
                            START_INTENTS.INTENT_ID.eq(latestIntent(db, job)),
                            START_INTENTS.STATE.eq("started"))
                        .execute()
                    == 1);
    if (asked) {
      LOG.warn("The latest start of {} has no run, it is started again", job.workflowId());
      meters.counter("csr.reconciler.restarted", "feature", jobs.feature()).increment();
    } else if (jobs.isActive(job) && !starting(job)) {
      end(jobs, job, "refused");
    }
  }

  private static Field<UUID> latestIntent(DSLContext db, RunningJob job) {
    return DSL.field(
        db.select(START_INTENTS.INTENT_ID)
            .from(START_INTENTS)
            .where(
                START_INTENTS.TENANT_ID.eq(job.tenant()),
                START_INTENTS.WORKFLOW_ID.eq(job.workflowId()))
            .orderBy(START_INTENTS.CREATED_AT.desc())
            .limit(1));
  }

  /** Audited first: rather twice than not at all. */
  private void end(RunningJobs jobs, RunningJob job, String how) {
    tenancy.change(
        job.tenant(),
        db -> {
          Audit.append(
              db,
              AuditEntry.of(
                      job.tenant(),
                      "reconciler",
                      "platform",
                      jobs.feature() + ".ended-outside",
                      jobs.resource(),
                      job.jobId().toString())
                  .withWorkflow(job.workflowId())
                  .withDetails(Map.of("workflow", how)));
          db.update(PARKED_WORKFLOWS)
              .set(PARKED_WORKFLOWS.STATE, "ended")
              .set(PARKED_WORKFLOWS.RESOLVED_AT, DSL.currentInstant())
              .where(
                  PARKED_WORKFLOWS.TENANT_ID.eq(job.tenant()),
                  PARKED_WORKFLOWS.WORKFLOW_ID.eq(job.workflowId()),
                  PARKED_WORKFLOWS.STATE.eq("waiting"))
              .execute();
        });
    jobs.endedOutside(job);
    LOG.warn("{} was {} outside, its job ends", job.workflowId(), how);
    meters
        .counter("csr.reconciler.ended.outside", "feature", jobs.feature(), "workflow", how)
        .increment();
  }

  private static boolean ended(WorkflowExecutionStatus status) {
    return switch (status) {
      case WORKFLOW_EXECUTION_STATUS_COMPLETED,
          WORKFLOW_EXECUTION_STATUS_FAILED,
          WORKFLOW_EXECUTION_STATUS_CANCELED,
          WORKFLOW_EXECUTION_STATUS_TERMINATED,
          WORKFLOW_EXECUTION_STATUS_TIMED_OUT ->
          true;
      case WORKFLOW_EXECUTION_STATUS_RUNNING,
          WORKFLOW_EXECUTION_STATUS_PAUSED,
          WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW,
          WORKFLOW_EXECUTION_STATUS_UNSPECIFIED,
          UNRECOGNIZED ->
          false;
    };
  }

  private static String spelling(WorkflowExecutionStatus status) {
    return status
        .name()
        .substring("WORKFLOW_EXECUTION_STATUS_".length())
        .toLowerCase(Locale.ROOT)
        .replace('_', '-');
  }
}
