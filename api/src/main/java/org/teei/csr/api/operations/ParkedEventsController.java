package org.teei.csr.api.operations;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;
import org.teei.csr.api.shared.Page;

/** Events that wait because a consumer could not apply them. */
@Tag(name = "operations")
@Requires(Permission.OPERATIONS_READ)
@RestController
@RequestMapping(ParkedEvents.PATH)
final class ParkedEventsController {
  private final ParkedEvents events;

  ParkedEventsController(ParkedEvents events) {
    this.events = events;
  }

  @Operation(
      summary = "Events that a consumer could not apply yet, the oldest first",
      description =
          "Those of one's own tenant; the platform's staff see those of all, or of the one they name.")
  @GetMapping(produces = "application/json")
  Page<ParkedEvent> list(
      @RequestParam(required = false) @Size(max = 40) @Nullable String tenant,
      @RequestParam(required = false) @Size(max = 60) @Nullable String consumer,
      @RequestParam(defaultValue = "1") @Min(1) @Max(1_000_000) int page,
      @RequestParam(name = "page_size", defaultValue = "20") @Min(1) @Max(100) int pageSize) {
    return events.list(tenant, consumer, new Page.Range(page, pageSize));
  }

  /** Why; not for personal data. */
  @Schema(name = "RetryRequest")
  record RetryRequest(
      @Schema(example = "The consumer was repaired") @NotBlank @Size(max = 500) String reason) {}

  @Requires(Permission.PARKED_RESOLVE)
  @Operation(
      summary = "Have an event tried again within seconds",
      description =
          "By each consumer that could not apply it, after what waits before it for the same person.")
  @ApiResponse(responseCode = "202", description = "Asked; what has taken effect is listed no more")
  @PostMapping(path = "/{id}/retry", produces = "application/json")
  ResponseEntity<List<ParkedEvent>> retry(
      @PathVariable UUID id, @Valid @RequestBody RetryRequest request) {
    return ResponseEntity.accepted()
        .location(URI.create(ParkedEvents.PATH))
        .body(events.retry(id, request.reason()));
  }
}
