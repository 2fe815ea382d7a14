package org.teei.csr.api.metrics;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;
import org.teei.csr.api.shared.EntityTags;
import org.teei.csr.api.shared.Page;

/** What came of a company's programmes in a period. */
@Tag(name = "metrics")
@Requires(Permission.METRICS_READ)
@RestController
@RequestMapping("/v1/metrics")
final class MetricsController {
  private final MetricSnapshots snapshots;
  private final MetricEvidence evidence;
  private final EntityTags tags;

  MetricsController(MetricSnapshots snapshots, MetricEvidence evidence, EntityTags tags) {
    this.snapshots = snapshots;
    this.evidence = evidence;
    this.tags = tags;
  }

  /** One figure with what it rests on. */
  @Schema(name = "MetricFigureOfPeriod")
  record FigureOfPeriod(
      @Schema(example = "demo") String companyId,
      MetricSnapshot.Days period,
      UUID snapshotId,
      @Schema(example = "1") @Nullable Integer revision,
      MetricFigure figure,
      List<MetricSnapshot.Assumption> assumptions) {}

  /** How a figure went from month to month. */
  @Schema(name = "MetricHistory")
  record History(
      @Schema(example = "demo") String companyId,
      @Schema(example = "sroi") String metric,
      List<Point> months) {}

  /**
   * A figure of a month.
   *
   * @param value null where it could not be computed
   */
  @Schema(name = "MetricHistoryPoint")
  record Point(
      MetricSnapshot.Days period,
      UUID snapshotId,
      @Schema(example = "1") @Nullable Integer revision,
      @Schema(example = "2.35") @Nullable BigDecimal value,
      @Schema(example = "sroi-economic/1") String formula) {}

  @Operation(
      summary = "The figures of a period",
      description =
          "The latest revision. What cannot be computed is null with a reason; each figure names its formula.")
  @GetMapping(path = "/{companyId}", produces = "application/json")
  ResponseEntity<MetricSnapshot> get(
      @PathVariable String companyId, @ParameterObject PeriodParameters period) {
    return tags.answer(snapshots.latest(companyId, period));
  }

  @Operation(summary = "The social return on investment of a period")
  @GetMapping(path = "/{companyId}/sroi", produces = "application/json")
  ResponseEntity<FigureOfPeriod> sroi(
      @PathVariable String companyId, @ParameterObject PeriodParameters period) {
    return tags.answer(figure("sroi", companyId, period));
  }

  @Operation(summary = "The volunteer impact score of a period")
  @GetMapping(path = "/{companyId}/vis", produces = "application/json")
  ResponseEntity<FigureOfPeriod> vis(
      @PathVariable String companyId, @ParameterObject PeriodParameters period) {
    return tags.answer(figure("vis", companyId, period));
  }

  private FigureOfPeriod figure(String name, String companyId, PeriodParameters period) {
    var snapshot = snapshots.latest(companyId, period);
    return new FigureOfPeriod(
        snapshot.companyId(),
        snapshot.period(),
        snapshot.id(),
        snapshot.revision(),
        snapshot.figure(name),
        snapshot.assumptions());
  }

  @Operation(
      summary = "A figure from month to month",
      description = "Months that have figures, the oldest first, each by its latest revision.")
  @GetMapping(path = "/{companyId}/history", produces = "application/json")
  ResponseEntity<History> history(
      @PathVariable String companyId,
      @Pattern(regexp = "[a-zA-Z]{1,30}") @RequestParam(defaultValue = "sroi") String metric,
      @RequestParam(defaultValue = "12") @Min(1) @Max(120) int months,
      @RequestParam(required = false) @Nullable String timeZone) {
    var points =
        snapshots.months(companyId, PeriodParameters.zone(timeZone), months).stream()
            .flatMap(snapshot ->
                snapshot.figures().stream()
                    .filter(figure -> figure.name().equals(metric))
                    .map(figure ->
                        new Point(
                            snapshot.period(),
                            snapshot.id(),
                            snapshot.revision(),
                            figure.value(),
                            figure.formula())))
            .toList();
    return tags.answer(new History(companyId, metric, points));
  }

  @Operation(
      summary = "The rows that a figure rests on",
      description =
          "As they are now: a row that was written after the snapshot says so, one that was taken back since is not shown. Rows of the period; levels of earlier sessions count too.")
  @GetMapping(path = "/{metricId}/evidence", produces = "application/json")
  Page<MetricEvidence.Row> evidence(
      @PathVariable UUID metricId,
      @RequestParam(defaultValue = "participants") String figure,
      @RequestParam(defaultValue = "1") @Min(1) @Max(1_000_000) int page,
      @RequestParam(name = "page_size", defaultValue = "20") @Min(1) @Max(100) int pageSize) {
    return evidence.of(metricId, figure, new Page.Range(page, pageSize));
  }

  @Operation(
      summary = "Have the figures of a period computed",
      description =
          "From the rows as they are now. Where they come to what the latest revision has, the snapshot ends as unchanged.")
  @ApiResponse(
      responseCode = "202",
      description = "Asked for; Location is the snapshot",
      content = @Content(schema = @Schema(implementation = MetricSnapshot.class)))
  @PostMapping(path = "/{companyId}/snapshots", produces = "application/json")
  ResponseEntity<byte[]> request(
      @PathVariable String companyId,
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
      @Valid @RequestBody PeriodParameters period) {
    return snapshots.request(companyId, period, key);
  }

  @Operation(summary = "A snapshot of figures")
  @GetMapping(path = "/{companyId}/snapshots/{id}", produces = "application/json")
  ResponseEntity<MetricSnapshot> snapshot(@PathVariable String companyId, @PathVariable UUID id) {
    return tags.answer(snapshots.get(companyId, id));
  }
}
