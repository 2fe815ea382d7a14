package org.teei.csr.api.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.shared.WorkflowLinks;
import org.teei.csr.schema.jooq.tables.records.MetricSnapshotsRecord;

/**
 * Figures of a company in a period, as they were at one moment.
 *
 * @param state {@code queued}, {@code computed}, {@code unchanged} or {@code failed}
 * @param revision of the figures of this period, from 1; null where there are none
 * @param sameAs the snapshot with the same figures, of one that is unchanged
 * @param moved names of figures that differ from the revision before
 * @param computedAt null as long as it is queued
 */
@Schema(name = "MetricSnapshot")
record MetricSnapshot(
    UUID id,
    @Schema(example = "demo") String companyId,
    Days period,
    @Schema(example = "computed") String state,
    @Schema(example = "1") @Nullable Integer revision,
    @Nullable UUID sameAs,
    List<MetricFigure> figures,
    List<Assumption> assumptions,
    List<String> moved,
    @Nullable Instant computedAt,
    URI workflowUrl) {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /**
   * The days of a period.
   *
   * @param until the day behind the last one
   */
  @Schema(name = "MetricPeriod")
  record Days(
      @Schema(example = "2026-01-01") LocalDate from,
      @Schema(example = "2026-04-01") LocalDate until,
      @Schema(example = "UTC") String timeZone) {}

  /** What was assumed, from when on, and where that is from. */
  @Schema(name = "MetricAssumptionUsed")
  record Assumption(
      @Schema(example = "wage_lift") String name,
      @Schema(example = "2026-01-01") LocalDate validFrom,
      @Schema(example = "15000") BigDecimal value,
      @Schema(example = "Wage statistics 2025, table 3") String source) {}

  static MetricSnapshot of(MetricSnapshotsRecord row, WorkflowLinks links) {
    return new MetricSnapshot(
        row.getSnapshotId(),
        row.getTenantId(),
        new Days(row.getPeriodFrom(), row.getPeriodUntil(), row.getTimeZone()),
        row.getState(),
        row.getRevision(),
        row.getSameAs(),
        figures(row),
        read(row.getAssumptions(), new TypeReference<List<Assumption>>() {}),
        read(row.getMoved(), new TypeReference<List<String>>() {}),
        row.getFinishedAt(),
        links.to(row.getWorkflowId()));
  }

  static List<MetricFigure> figures(MetricSnapshotsRecord row) {
    return read(row.getFigures(), new TypeReference<List<MetricFigure>>() {});
  }

  private static <T> List<T> read(@Nullable JSONB stored, TypeReference<List<T>> type) {
    try {
      return stored == null ? List.of() : JSON.readValue(stored.data(), type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Stored figures are JSON", e);
    }
  }

  MetricFigure figure(String name) {
    return figures.stream().filter(figure -> figure.name().equals(name)).findFirst().orElseThrow();
  }
}
