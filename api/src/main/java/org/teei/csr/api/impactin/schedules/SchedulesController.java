package org.teei.csr.api.impactin.schedules;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;
import org.teei.csr.api.impactin.deliveries.Delivery;
import org.teei.csr.api.impactin.schedules.ScheduleRuns.Backfill;
import org.teei.csr.api.impactin.schedules.ScheduleRuns.BackfillRequest;
import org.teei.csr.api.impactin.schedules.ScheduleRuns.RunRequest;
import org.teei.csr.api.impactin.schedules.ScheduleStats.Stats;
import org.teei.csr.api.shared.Page;
import org.teei.csr.api.shared.Versions;

/** Schedules of deliveries. */
@Tag(name = "impactin")
@Requires(Permission.SCHEDULES_MANAGE)
@RestController
@RequestMapping(SchedulesController.PATH)
final class SchedulesController {
  static final String PATH = "/v1/impact-in/schedules";

  private final Schedules schedules;
  private final ScheduleRuns runs;
  private final Previews previews;
  private final ScheduleStats stats;

  SchedulesController(
      Schedules schedules, ScheduleRuns runs, Previews previews, ScheduleStats stats) {
    this.schedules = schedules;
    this.runs = runs;
    this.previews = previews;
    this.stats = stats;
  }

  @Requires(Permission.SCHEDULES_READ)
  @Operation(summary = "Schedules of deliveries")
  @GetMapping(produces = "application/json")
  Page<DeliverySchedule> list(
      @RequestParam(required = false) @Nullable String platform,
      @RequestParam(defaultValue = "1") @Min(1) @Max(1_000_000) int page,
      @RequestParam(name = "page_size", defaultValue = "20") @Min(1) @Max(100) int pageSize) {
    return schedules.list(platform, new Page.Range(page, pageSize));
  }

  @Requires(Permission.SCHEDULES_READ)
  @Operation(summary = "One schedule, with its next five runs")
  @GetMapping(path = "/{id}", produces = "application/json")
  ResponseEntity<DeliverySchedule> get(@PathVariable UUID id) {
    return schedules.get(id).answer();
  }

  @Requires(Permission.SCHEDULES_READ)
  @Operation(summary = "How many schedules there are for each platform, and what came of them")
  @GetMapping(path = "/stats", produces = "application/json")
  Stats stats() {
    return stats.get();
  }

  @Requires(Permission.DELIVERIES_READ)
  @Operation(
      summary = "What would be sent",
      description =
          "Of the last period that has ended, or of that of a day: the bytes, what the platform's schema says against them, and what differs from the last delivery that arrived.")
  @GetMapping(path = "/{id}/preview", produces = "application/json")
  SchedulePreview preview(
      @PathVariable UUID id,
      @Parameter(description = "A day of the period.", example = "2026-10-15")
          @RequestParam(required = false)
          @Nullable LocalDate periodOf) {
    return previews.of(id, periodOf);
  }

  @Operation(
      summary = "Set up a schedule",
      description =
          "Each run delivers the last period that had ended when it was due: one delivery of a company, platform and period, however many runs there are.")
  @ApiResponse(
      responseCode = "201",
      description = "Set up; Location is the schedule",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = DeliverySchedule.class)))
  @PostMapping(produces = "application/json")
  ResponseEntity<byte[]> create(
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
      @RequestBody RequestedSchedule request) {
    return schedules.create(request, key);
  }

  @Operation(
      summary = "Replace a schedule",
      description = "If-Match is the ETag of the schedule as it was read. The platform stays.")
  @PutMapping(path = "/{id}", produces = "application/json")
  ResponseEntity<DeliverySchedule> replace(
      @PathVariable UUID id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody RequestedSchedule request) {
    return schedules.replace(id, Versions.required(ifMatch), request).answer();
  }

  @Operation(
      summary = "Remove a schedule",
      description = "There are no more runs; its deliveries stay.")
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable UUID id) {
    schedules.delete(id);
  }

  @Requires(Permission.DELIVERIES_RUN)
  @Operation(
      summary = "Deliver a period now",
      description =
          "Where there is a delivery of the period it is the answer; one that has arrived is followed by a new revision if the figures moved since. Needs an Idempotency-Key.")
  @ApiResponse(
      responseCode = "202",
      description = "Location is the delivery",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = Delivery.class)))
  @PostMapping(path = "/{id}/run-now", produces = "application/json")
  ResponseEntity<byte[]> runNow(
      @PathVariable UUID id,
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
      @RequestBody(required = false) @Nullable RunRequest request) {
    return runs.runNow(id, key, request);
  }

  @Requires(Permission.DELIVERIES_RUN)
  @Operation(
      summary = "Deliver past periods",
      description =
          "A dry run, which is the default, tells what would be done. Else it needs an Idempotency-Key. At most 60 periods.")
  @ApiResponse(
      responseCode = "200",
      description = "What would be done",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = Backfill.class)))
  @ApiResponse(
      responseCode = "202",
      description = "On its way",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = Backfill.class)))
  @PostMapping(path = "/{id}/backfill", produces = "application/json")
  ResponseEntity<?> backfill(
      @PathVariable UUID id,
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
      @Valid @RequestBody BackfillRequest request) {
    return request.isDryRun()
        ? ResponseEntity.ok(runs.planned(id, request))
        : runs.backfill(id, key, request);
  }
}
