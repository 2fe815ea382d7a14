package org.teei.csr.api.metrics;

import static org.teei.csr.schema.jooq.Tables.METRIC_SNAPSHOTS;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.idempotency.IdempotentRequests.Answer;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.observability.TraceContext;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.WorkflowLinks;
import org.teei.csr.api.shared.WorkflowStarts;
import org.teei.csr.engines.metrics.Period;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.jooq.tables.records.MetricSnapshotsRecord;
import org.teei.csr.schema.operations.StartIntent;
import org.teei.csr.schema.operations.StartIntents;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.metrics.MetricNames;
import org.teei.csr.workflows.metrics.SnapshotRef;
import org.teei.csr.workflows.shared.TenantId;

/** Reads figures, and has those of a period computed. */
@Component
final class MetricSnapshots {
  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final IdempotentRequests requests;
  private final WorkflowStarts starts;
  private final WorkflowLinks links;

  MetricSnapshots(
      Tenancy tenancy,
      CurrentPrincipal principals,
      AuditTrail trail,
      IdempotentRequests requests,
      WorkflowStarts starts,
      WorkflowLinks links) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.trail = trail;
    this.requests = requests;
    this.starts = starts;
    this.links = links;
  }

  /** Another company's figures are not there, whatever the address says. */
  String company(String id) {
    if (!id.equals(principals.get().tenant())) {
      throw ProblemException.of(RequestProblem.NOT_FOUND);
    }
    return id;
  }

  /** The latest figures of a period. */
  MetricSnapshot latest(String company, PeriodParameters wanted) {
    var tenant = company(company);
    var period = wanted.required();
    return tenancy.read(
        tenant,
        db ->
            db.selectFrom(METRIC_SNAPSHOTS)
                .where(isOf(company, period), METRIC_SNAPSHOTS.REVISION.isNotNull())
                .orderBy(METRIC_SNAPSHOTS.REVISION.desc())
                .limit(1)
                .fetchOptional(row -> MetricSnapshot.of(row, links))
                .orElseThrow(() -> ProblemException.of(MetricProblem.NO_FIGURES)));
  }

  MetricSnapshot get(String company, UUID id) {
    return tenancy.read(company(company), db -> MetricSnapshot.of(find(db, company, id), links));
  }

  static MetricSnapshotsRecord find(DSLContext db, String tenant, UUID id) {
    return db.selectFrom(METRIC_SNAPSHOTS)
        .where(METRIC_SNAPSHOTS.TENANT_ID.eq(tenant), METRIC_SNAPSHOTS.SNAPSHOT_ID.eq(id))
        .fetchOptional()
        .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
  }

  /** The latest revisions of the last months that have figures, the oldest first. */
  List<MetricSnapshot> months(String company, ZoneId zone, int months) {
    var tenant = company(company);
    var rows =
        tenancy.read(
            tenant,
            db ->
                db.select(METRIC_SNAPSHOTS.fields())
                    .distinctOn(METRIC_SNAPSHOTS.PERIOD_FROM)
                    .from(METRIC_SNAPSHOTS)
                    .where(
                        METRIC_SNAPSHOTS.TENANT_ID.eq(tenant),
                        METRIC_SNAPSHOTS.TIME_ZONE.eq(zone.getId()),
                        METRIC_SNAPSHOTS.REVISION.isNotNull(),
                        DSL.condition(
                            "period_from = date_trunc('month', period_from) and period_until = period_from + interval '1 month'"))
                    .orderBy(METRIC_SNAPSHOTS.PERIOD_FROM.desc(), METRIC_SNAPSHOTS.REVISION.desc())
                    .limit(months)
                    .fetchInto(METRIC_SNAPSHOTS));
    return rows.reversed().stream().map(row -> MetricSnapshot.of(row, links)).toList();
  }

  ResponseEntity<byte[]> request(String company, PeriodParameters wanted, @Nullable String key) {
    company(company);
    var period = wanted.required();
    return requests.answer(
        principals.get(),
        "POST /v1/metrics/{companyId}/snapshots",
        key,
        List.of(period.toString().getBytes(StandardCharsets.UTF_8)),
        id -> request(company, period, id));
  }

  private Answer request(String tenant, Period period, UUID id) {
    var intent = intent(tenant, id);
    var asked =
        tenancy.write(
            tenant,
            db -> {
              var inserted =
                  db.insertInto(METRIC_SNAPSHOTS)
                      .set(METRIC_SNAPSHOTS.TENANT_ID, tenant)
                      .set(METRIC_SNAPSHOTS.SNAPSHOT_ID, id)
                      .set(METRIC_SNAPSHOTS.PERIOD_FROM, period.from())
                      .set(METRIC_SNAPSHOTS.PERIOD_UNTIL, period.until())
                      .set(METRIC_SNAPSHOTS.TIME_ZONE, period.zone().getId())
                      .set(METRIC_SNAPSHOTS.WORKFLOW_ID, intent.workflowId())
                      .set(METRIC_SNAPSHOTS.REQUESTED_BY, principals.get().name())
                      .onConflictDoNothing()
                      .execute();
              if (inserted > 0) {
                StartIntents.add(db, intent);
                Audit.append(
                    db,
                    trail
                        .entry("metrics.request-snapshot", "metric-snapshot", id)
                        .withWorkflow(intent.workflowId()));
              }
              return inserted > 0;
            });
    if (asked) {
      starts.soon(intent);
    }
    return new Answer(
        202, get(tenant, id), URI.create("/v1/metrics/" + tenant + "/snapshots/" + id));
  }

  private static StartIntent intent(String tenant, UUID id) {
    var of = new TenantId(tenant);
    return new StartIntent(
        tenant,
        id,
        MetricNames.FEATURE,
        MetricNames.SNAPSHOT_TYPE,
        MetricNames.snapshotId(of, id),
        MetricNames.TASK_QUEUE,
        Json.of(new SnapshotRef(of, id)),
        MetricNames.SUMMARY,
        id.toString(),
        MetricNames.PRIORITY,
        TraceContext.parent());
  }

  private static Condition isOf(String tenant, Period period) {
    return DSL.and(
        METRIC_SNAPSHOTS.TENANT_ID.eq(tenant),
        METRIC_SNAPSHOTS.PERIOD_FROM.eq(period.from()),
        METRIC_SNAPSHOTS.PERIOD_UNTIL.eq(period.until()),
        METRIC_SNAPSHOTS.TIME_ZONE.eq(period.zone().getId()));
  }
}
