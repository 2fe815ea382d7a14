package org.teei.csr.api.impactin.deliveries;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;

/** How deliveries went, in figures. */
@Tag(name = "impactin")
@Requires(Permission.DELIVERIES_READ)
@RestController
@RequestMapping(ImpactDeliveriesController.PATH)
final class DeliveryReportsController {
  private final DeliveryReports reports;

  DeliveryReportsController(DeliveryReports reports) {
    this.reports = reports;
  }

  @Operation(
      summary = "How well deliveries arrive",
      description =
          "For each platform: the deliveries that were asked for on the days, how many arrived and how fast. Those that are under way or that a person called off count for no share.")
  @GetMapping(path = "/sla", produces = "application/json")
  DeliverySla sla(
      @Parameter(description = "First day, in UTC; thirty days before until without it.")
          @RequestParam(required = false)
          @Nullable LocalDate from,
      @Parameter(description = "The day behind the last one, in UTC; tomorrow without it.")
          @RequestParam(required = false)
          @Nullable LocalDate until) {
    return reports.sla(from, until);
  }

  @Operation(
      summary = "Deliveries day by day",
      description =
          "Of each day on which deliveries were asked for, the newest first: how many for each platform, by where they stand now.")
  @GetMapping(path = "/timeline", produces = "application/json")
  DeliveryTimeline timeline(
      @Parameter(description = "At most so many days.")
          @RequestParam(defaultValue = "30")
          @Min(1)
          @Max(100)
          int limit) {
    return reports.timeline(limit);
  }
}
