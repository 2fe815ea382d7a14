package org.teei.csr.api.metrics;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.shared.Page;
import org.teei.csr.schema.jooq.tables.records.MetricSnapshotsRecord;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * The rows that a figure rests on, as they are now. A row that was changed after the snapshot says
 * so; one that was taken back since is not shown.
 */
@Component
final class MetricEvidence {
  private static final String SESSIONS = of("session", "sessions", "session_id", "completed_at");
  private static final String COMPLETIONS =
      of("completion", "course_completions", "completion_id", "completed_at");
  private static final String EVENTS = of("event", "buddy_events", "event_id", "event_date");
  private static final String CHECKINS =
      of("checkin", "buddy_checkins", "checkin_id", "checkin_date");
  private static final String LEVELS = SESSIONS + " and t.language_level is not null";

  /** By the name of the figure. */
  private static final Map<String, List<String>> SOURCES =
      Map.of(
          "participants", List.of(SESSIONS, COMPLETIONS, EVENTS, CHECKINS),
          "volunteers", List.of(SESSIONS, EVENTS, CHECKINS),
          "sessions", List.of(SESSIONS),
          "hours", List.of(SESSIONS),
          "courseCompletions", List.of(COMPLETIONS),
          "languageProgress", List.of(LEVELS),
          "languageLevel", List.of(LEVELS),
          "integration", List.of(LEVELS, COMPLETIONS, EVENTS, CHECKINS),
          "sroi", List.of(LEVELS),
          "vis", List.of());

  private final Tenancy tenancy;
  private final CurrentPrincipal principals;

  MetricEvidence(Tenancy tenancy, CurrentPrincipal principals) {
    this.tenancy = tenancy;
    this.principals = principals;
  }

  /**
   * A row that counts.
   *
   * @param kind {@code session}, {@code completion}, {@code event} or {@code checkin}
   * @param at when it happened
   * @param changedSince whether it was written after the snapshot
   */
  @Schema(name = "MetricEvidenceRow")
  record Row(@Schema(example = "session") String kind, UUID id, Instant at, boolean changedSince) {}

  Page<Row> of(UUID snapshot, String figure, Page.Range range) {
    var sources = SOURCES.get(figure);
    if (sources == null) {
      throw PeriodParameters.invalid("figure", "Is the name of a figure.");
    }
    var tenant = principals.get().tenant();
    var slice =
        tenancy.read(
            tenant,
            db -> {
              var row = MetricSnapshots.find(db, tenant, snapshot);
              if (row.getFigures() == null) {
                throw ProblemException.of(MetricProblem.NOT_COMPUTED);
              }
              return sources.isEmpty()
                  ? new Page.Slice<Row>(List.of(), 0)
                  : slice(db, row, String.join(" union all ", sources), range);
            });
    return Page.of(
        slice,
        range,
        "/v1/metrics/" + snapshot + "/evidence",
        Map.of("figure", figure),
        row -> row);
  }

  private static Page.Slice<Row> slice(
      DSLContext db, MetricSnapshotsRecord snapshot, String rows, Page.Range range) {
    List<Object> parameters = new ArrayList<>();
    parameters.add(DSL.val(snapshot.getTenantId()));
    parameters.add(DSL.val(snapshot.getPeriodFrom()));
    parameters.add(DSL.val(snapshot.getPeriodUntil()));
    parameters.add(DSL.val(snapshot.getTimeZone()));
    parameters.add(DSL.val(snapshot.getFinishedAt()));
    var total =
        db.resultQuery("select count(*) from (" + rows + ") source", parameters.toArray())
            .fetchSingle()
            .get(0, Long.class);
    parameters.add(DSL.val(range.pageSize()));
    parameters.add(DSL.val(range.offset()));
    return new Page.Slice<>(
        db.resultQuery(
                "select * from (" + rows + ") source order by at, id limit {5} offset {6}",
                parameters.toArray())
            .fetch(MetricEvidence::row),
        total);
  }

  private static Row row(Record row) {
    return new Row(
        row.get("kind", String.class),
        row.get("id", UUID.class),
        row.get("at", Instant.class),
        row.get("changed_since", Boolean.class));
  }

  private static String of(String kind, String table, String id, String at) {
    return """
    select '%s' as kind, t.%s as id, t.%s as at, t.updated_at > {4} as changed_since
    from csr.%s t
    where t.tenant_id = {0} and t.%s >= cast({1} as date)::timestamp at time zone {3}
      and t.%s < cast({2} as date)::timestamp at time zone {3}\
    """
        .formatted(kind, id, at, table, at, at);
  }
}
