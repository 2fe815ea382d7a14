package org.teei.csr.api.imports;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Param;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Statistics of errors. Both queries walk the imports of the tenant in the time (index {@code
 * import_jobs_by_time}) and join some lines of figures for each by their primary key; no row of a
 * ledger is read, however many millions there are, and what has expired still counts.
 */
@Component
final class ImportStats {
  private static final Duration DEFAULT = Duration.ofDays(90);
  private static final Duration LONGEST = Duration.ofDays(3_660);
  private static final Set<String> INTERVALS = Set.of("day", "week", "month");

  private static final String IMPORTS =
      """
      select cast(date_trunc({0}, j.created_at at time zone 'UTC') as date) as period, count(*) as imports,
        sum(j.read_rows) as read, sum(j.accepted_rows) as accepted, sum(j.rejected_rows) as rejected,
        sum(j.duplicate_rows) as duplicate
      from csr.import_jobs j
      where j.tenant_id = {1} and j.created_at >= {2} and j.created_at < {3} and ({4} is null or j.kind = {4})
        and j.mode <> 'dry-run' and j.finished_stage <> 'none'
      group by 1 order by 1
      """;

  private static final String ERRORS =
      """
      select cast(date_trunc({0}, j.created_at at time zone 'UTC') as date) as period, c.code, c.column_name,
        sum(c.found_rows) as found, sum(c.open_rows) as open
      from csr.import_jobs j
        join csr.import_error_counts c on c.tenant_id = j.tenant_id and c.import_id = j.import_id
      where j.tenant_id = {1} and j.created_at >= {2} and j.created_at < {3} and ({4} is null or j.kind = {4})
        and j.mode <> 'dry-run' and j.finished_stage <> 'none'
      group by 1, 2, 3 order by 1, 4 desc, 2, 3
      """;

  private final Tenancy tenancy;
  private final CurrentPrincipal principals;

  ImportStats(Tenancy tenancy, CurrentPrincipal principals) {
    this.tenancy = tenancy;
    this.principals = principals;
  }

  /** Periods in order. */
  @Schema(name = "ImportStats")
  record Stats(
      Instant from, Instant to, @Schema(example = "day") String interval, List<Period> items) {}

  /**
   * Imports whose files were sent in a period, as they stand now.
   *
   * @param start first day
   */
  @Schema(name = "ImportStatsPeriod")
  record Period(
      LocalDate start,
      @Schema(example = "3") long imports,
      long read,
      long accepted,
      long rejected,
      long duplicate,
      List<ErrorFigure> errors) {}

  /**
   * Rows with one error; a row may have several.
   *
   * @param column empty where the whole row or a column outside the format is to blame
   * @param found when the files were read
   * @param open of rows that wait in quarantine
   */
  @Schema(name = "ImportStatsError")
  record ErrorFigure(
      @Schema(example = "E001") String code,
      @Schema(example = "participant_email") String column,
      @Schema(example = "42") long found,
      @Schema(example = "7") long open) {}

  Stats of(
      @Nullable Instant from, @Nullable Instant to, String interval, @Nullable ImportKind kind) {
    var end = to == null ? Instant.now() : to;
    var start = from == null ? end.minus(DEFAULT) : from;
    check("interval", INTERVALS.contains(interval), "Is day, week or month.");
    check("from", start.isBefore(end), "Lies before to.");
    check(
        "from",
        Duration.between(start, end).compareTo(LONGEST) <= 0,
        "Lies at most 10 years before to.");
    var tenant = principals.get().tenant();
    Param<?>[] parameters = {
      DSL.val(interval),
      DSL.val(tenant),
      DSL.val(start),
      DSL.val(end),
      DSL.val(kind == null ? null : kind.id(), SQLDataType.VARCHAR)
    };
    return tenancy.read(
        tenant,
        db -> {
          Map<LocalDate, List<ErrorFigure>> errors =
              db.resultQuery(ERRORS, (Object[]) parameters).stream()
                  .collect(groupingBy(ImportStats::start, mapping(ImportStats::figure, toList())));
          var periods =
              db.resultQuery(IMPORTS, (Object[]) parameters)
                  .fetch(row -> period(row, errors.getOrDefault(start(row), List.of())));
          return new Stats(start, end, interval, periods);
        });
  }

  private static LocalDate start(Record row) {
    return row.get("period", LocalDate.class);
  }

  private static ErrorFigure figure(Record row) {
    return new ErrorFigure(
        row.get("code", String.class),
        row.get("column_name", String.class),
        row.get("found", Long.class),
        row.get("open", Long.class));
  }

  private static Period period(Record row, List<ErrorFigure> errors) {
    return new Period(
        start(row),
        row.get("imports", Long.class),
        row.get("read", Long.class),
        row.get("accepted", Long.class),
        row.get("rejected", Long.class),
        row.get("duplicate", Long.class),
        errors);
  }

  private static void check(String parameter, boolean sound, String rule) {
    if (!sound) {
      throw ProblemException.of(
          RequestProblem.INVALID_PARAMETER, List.of(Fault.ofParameter(parameter, "invalid", rule)));
    }
  }
}
