package org.teei.csr.api.operations;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
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
@RequestMapping("/v1/operations/parked-events")
final class ParkedEventsController {
  private final ParkedEvents events;

  ParkedEventsController(ParkedEvents events) {
    this.events = events;
  }

  @Operation(summary = "Events that a consumer could not apply yet, the oldest first")
  @GetMapping(produces = "application/json")
  Page<ParkedEvent> list(
      @RequestParam(required = false) @Size(max = 60) @Nullable String consumer,
      @RequestParam(defaultValue = "1") @Min(1) @Max(1_000_000) int page,
      @RequestParam(name = "page_size", defaultValue = "20") @Min(1) @Max(100) int pageSize) {
    return events.list(consumer, new Page.Range(page, pageSize));
  }
}
