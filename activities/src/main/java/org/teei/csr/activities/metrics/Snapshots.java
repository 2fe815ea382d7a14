package org.teei.csr.activities.metrics;

import static org.teei.csr.schema.jooq.Tables.METRIC_SNAPSHOTS;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.activities.shared.CurrentFigures;
import org.teei.csr.engines.metrics.Period;
import org.teei.csr.schema.jooq.tables.records.MetricSnapshotsRecord;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.metrics.MetricNames;
import org.teei.csr.workflows.metrics.SnapshotRef;
import org.teei.csr.workflows.metrics.SnapshotResult;
import org.teei.csr.workflows.metrics.SnapshotState;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.TenantId;

/**
 * Keeps figures of periods. Each is computed by one statement and kept in the same transaction; who
 * computes the same period waits, so that revisions follow each other.
 */
public final class Snapshots implements CurrentFigures {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final Tenancy tenancy;

  /**
   * @param tenancy connects as {@code csr_worker}
   */
  public Snapshots(Tenancy tenancy) {
    this.tenancy = tenancy;
  }

  /** One that has ended stays as it is, however often it is asked for. */
  SnapshotResult compute(SnapshotRef ref) {
    String tenant = ref.tenant().value();
    return tenancy.write(
        tenant,
        db -> {
          MetricSnapshotsRecord asked = locked(db, ref);
          return asked.getFinishedAt() == null ? end(db, asked) : result(db, asked);
        });
  }

  private static MetricSnapshotsRecord locked(DSLContext db, SnapshotRef ref) {
    return db.selectFrom(METRIC_SNAPSHOTS)
        .where(
            METRIC_SNAPSHOTS.TENANT_ID.eq(ref.tenant().value()),
            METRIC_SNAPSHOTS.SNAPSHOT_ID.eq(ref.snapshotId()))
        .forUpdate()
        .fetchOptional()
        .orElseThrow(() -> new StepFailure(FailureClass.DATA, "unknown-snapshot"));
  }

  private static SnapshotResult end(DSLContext db, MetricSnapshotsRecord asked) {
    Period period =
        new Period(asked.getPeriodFrom(), asked.getPeriodUntil(), ZoneId.of(asked.getTimeZone()));
    Computed computed = Computed.of(db, asked.getTenantId(), period);
    if (computed.isNews()) {
      asked.setState(SnapshotState.COMPUTED.spelling());
      asked.setRevision(computed.revision());
      asked.setFigures(json(computed.figures()));
      asked.setAssumptions(json(computed.assumptions().used()));
      asked.setMoved(json(computed.moved()));
    } else {
      asked.setState(SnapshotState.UNCHANGED.spelling());
      asked.setSameAs(computed.before().orElseThrow().getSnapshotId());
    }
    asked.setFinishedAt(now(db));
    asked.update();
    return new SnapshotResult(
        SnapshotState.valueOf(asked.getState().toUpperCase(Locale.ROOT)),
        computed.latestRevision(),
        computed.moved().size());
  }

  private static Instant now(DSLContext db) {
    return db.select(DSL.currentInstant()).fetchSingle().value1();
  }

  private static SnapshotResult result(DSLContext db, MetricSnapshotsRecord ended) {
    SnapshotState state = SnapshotState.valueOf(ended.getState().toUpperCase(Locale.ROOT));
    return switch (state) {
      case QUEUED -> throw new IllegalStateException("a snapshot without an end has ended");
      case COMPUTED ->
          new SnapshotResult(
              state,
              ended.getRevision(),
              read(ended.getMoved(), new TypeReference<List<String>>() {}).size());
      case UNCHANGED ->
          new SnapshotResult(
              state,
              db.select(METRIC_SNAPSHOTS.REVISION)
                  .from(METRIC_SNAPSHOTS)
                  .where(
                      METRIC_SNAPSHOTS.TENANT_ID.eq(ended.getTenantId()),
                      METRIC_SNAPSHOTS.SNAPSHOT_ID.eq(ended.getSameAs()))
                  .fetchSingle()
                  .value1(),
              0);
      case FAILED -> new SnapshotResult(state, 0, 0);
    };
  }

  /** Nobody computes it any more. */
  SnapshotResult giveUp(SnapshotRef ref) {
    return tenancy.write(
        ref.tenant().value(),
        db -> {
          MetricSnapshotsRecord asked = locked(db, ref);
          if (asked.getFinishedAt() == null) {
            asked.setState(SnapshotState.FAILED.spelling());
            asked.setFinishedAt(now(db));
            asked.update();
          }
          return result(db, asked);
        });
  }

  @Override
  public UUID snapshot(String tenant, Period period, String requestedBy) {
    keep(tenant, period, Ids.next(), requestedBy);
    return tenancy.read(
        tenant, db -> Computed.latest(db, tenant, period).orElseThrow().getSnapshotId());
  }

  /** Keeps the figures of a period if they are news; whether they are. */
  boolean keep(String tenant, Period period, UUID snapshotId, String requestedBy) {
    return tenancy.write(
        tenant,
        db -> {
          Computed computed = Computed.of(db, tenant, period);
          if (!computed.isNews()) {
            return false;
          }
          db.insertInto(METRIC_SNAPSHOTS)
              .set(METRIC_SNAPSHOTS.TENANT_ID, tenant)
              .set(METRIC_SNAPSHOTS.SNAPSHOT_ID, snapshotId)
              .set(METRIC_SNAPSHOTS.PERIOD_FROM, period.from())
              .set(METRIC_SNAPSHOTS.PERIOD_UNTIL, period.until())
              .set(METRIC_SNAPSHOTS.TIME_ZONE, period.zone().getId())
              .set(METRIC_SNAPSHOTS.STATE, SnapshotState.COMPUTED.spelling())
              .set(METRIC_SNAPSHOTS.REVISION, computed.revision())
              .set(METRIC_SNAPSHOTS.FIGURES, json(computed.figures()))
              .set(METRIC_SNAPSHOTS.ASSUMPTIONS, json(computed.assumptions().used()))
              .set(METRIC_SNAPSHOTS.MOVED, json(computed.moved()))
              .set(
                  METRIC_SNAPSHOTS.WORKFLOW_ID,
                  MetricNames.snapshotId(new TenantId(tenant), snapshotId))
              .set(METRIC_SNAPSHOTS.REQUESTED_BY, requestedBy)
              .set(METRIC_SNAPSHOTS.FINISHED_AT, DSL.currentInstant())
              .execute();
          return true;
        });
  }

  /**
   * What the rows say now, beside the latest revision.
   *
   * @param moved names of figures that differ from it; of all of them where there is none
   */
  private record Computed(
      Optional<MetricSnapshotsRecord> before,
      List<Figure> figures,
      Assumptions assumptions,
      List<String> moved) {

    static Computed of(DSLContext db, String tenant, Period period) {
      db.execute(
          "select pg_advisory_xact_lock(hashtextextended({0}, 0))",
          DSL.val("metrics/%s/%s".formatted(tenant, period)));
      Optional<MetricSnapshotsRecord> before = latest(db, tenant, period);
      Assumptions assumptions = Assumptions.read(db, tenant, period);
      List<Figure> figures = Figures.of(Inputs.read(db, tenant, period), assumptions);
      List<Figure> former =
          before
              .map(row -> read(row.getFigures(), new TypeReference<List<Figure>>() {}))
              .orElse(List.of());
      return new Computed(before, figures, assumptions, Figures.moved(former, figures));
    }

    private static Optional<MetricSnapshotsRecord> latest(
        DSLContext db, String tenant, Period period) {
      return db.selectFrom(METRIC_SNAPSHOTS)
          .where(
              METRIC_SNAPSHOTS.TENANT_ID.eq(tenant),
              METRIC_SNAPSHOTS.PERIOD_FROM.eq(period.from()),
              METRIC_SNAPSHOTS.PERIOD_UNTIL.eq(period.until()),
              METRIC_SNAPSHOTS.TIME_ZONE.eq(period.zone().getId()),
              METRIC_SNAPSHOTS.REVISION.isNotNull())
          .orderBy(METRIC_SNAPSHOTS.REVISION.desc())
          .limit(1)
          .fetchOptional();
    }

    boolean isNews() {
      return before.isEmpty() || !moved.isEmpty();
    }

    int revision() {
      return before.map(row -> row.getRevision() + 1).orElse(1);
    }

    int latestRevision() {
      return isNews() ? revision() : revision() - 1;
    }
  }

  private static JSONB json(Object value) {
    try {
      return JSONB.jsonb(JSON.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("figures are not writable", e);
    }
  }

  private static <T> T read(JSONB stored, TypeReference<T> type) {
    try {
      return JSON.readValue(stored.data(), type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored figures are not readable", e);
    }
  }
}
