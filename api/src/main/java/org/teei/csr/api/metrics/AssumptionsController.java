package org.teei.csr.api.metrics;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;
import org.teei.csr.api.shared.EntityTags;
import org.teei.csr.schema.jooq.tables.records.MetricAssumptionsRecord;

/** What a company assumes behind its figures: values that no row has. */
@Tag(name = "metrics")
@RestController
@RequestMapping("/v1/metrics/{companyId}/assumptions")
final class AssumptionsController {
  private final Assumptions assumptions;
  private final EntityTags tags;

  AssumptionsController(Assumptions assumptions, EntityTags tags) {
    this.assumptions = assumptions;
    this.tags = tags;
  }

  /**
   * A value, and where it is from.
   *
   * @param validFrom it holds from this day on, until the next one of its name
   */
  @Schema(name = "MetricAssumption")
  record Assumption(
      @Schema(example = "wage_lift") String name,
      @Schema(example = "2026-01-01") LocalDate validFrom,
      @Schema(example = "15000") BigDecimal value,
      @Schema(example = "Wage statistics 2025, table 3") String source,
      String setBy,
      Instant setAt) {

    static Assumption of(MetricAssumptionsRecord row) {
      return new Assumption(
          row.getName(),
          row.getValidFrom(),
          new BigDecimal(row.getValue().stripTrailingZeros().toPlainString()),
          row.getSource(),
          row.getSetBy(),
          row.getSetAt());
    }
  }

  @Schema(name = "MetricAssumptionRequest")
  record AssumptionRequest(
      @Schema(example = "15000") @NotNull @Digits(integer = 14, fraction = 6) BigDecimal value,
      @Schema(example = "Wage statistics 2025, table 3") @NotBlank @Size(max = 500)
          String source) {}

  /** All that a company assumes. */
  @Schema(name = "MetricAssumptions")
  record All(List<Assumption> assumptions) {}

  @Operation(summary = "What the company assumes, by name and date")
  @Requires(Permission.METRICS_READ)
  @GetMapping(produces = "application/json")
  ResponseEntity<All> list(@PathVariable String companyId) {
    return tags.answer(new All(assumptions.list(companyId)));
  }

  @Operation(
      summary = "Set an assumption",
      description =
          "It holds from its day on, until the next one of its name: monthly_programme_cost (for each month; a part of a month costs the part), wage_lift (of a person in a year), multiplier, discount_rate (of a year), benefit_years. Figures that were computed stay; POST …/snapshots, or the next nightly run, makes new ones.")
  @Requires(Permission.ASSUMPTIONS_WRITE)
  @PutMapping(
      path = "/{name}/{validFrom}",
      consumes = "application/json",
      produces = "application/json")
  Assumption set(
      @PathVariable String companyId,
      @Parameter(example = "wage_lift") @PathVariable String name,
      @Parameter(example = "2026-01-01") @PathVariable LocalDate validFrom,
      @Valid @RequestBody AssumptionRequest request) {
    return assumptions.set(companyId, name, validFrom, request);
  }

  @Operation(summary = "Take an assumption away")
  @Requires(Permission.ASSUMPTIONS_WRITE)
  @DeleteMapping("/{name}/{validFrom}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(
      @PathVariable String companyId,
      @PathVariable String name,
      @PathVariable LocalDate validFrom) {
    assumptions.delete(companyId, name, validFrom);
  }
}
