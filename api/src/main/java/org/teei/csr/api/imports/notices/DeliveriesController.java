package org.teei.csr.api.imports.notices;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;
import org.teei.csr.api.shared.Page;

/** Notices of a subscription: lists, tests and repetitions. */
@Tag(name = "imports")
@Requires(Permission.WEBHOOKS_MANAGE)
@RestController
@RequestMapping(SubscriptionsController.PATH + "/{id}")
final class DeliveriesController {
  private final Deliveries deliveries;

  DeliveriesController(Deliveries deliveries) {
    this.deliveries = deliveries;
  }

  @Operation(summary = "Notices of a subscription, the newest first; kept for 30 days")
  @GetMapping(path = "/deliveries", produces = "application/json")
  Page<Delivery> list(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "1") @Min(1) @Max(1_000_000) int page,
      @RequestParam(name = "page_size", defaultValue = "20") @Min(1) @Max(100) int pageSize) {
    return deliveries.list(id, new Page.Range(page, pageSize));
  }

  @Operation(summary = "One notice and how its delivery went")
  @GetMapping(path = "/deliveries/{noticeId}", produces = "application/json")
  Delivery get(@PathVariable UUID id, @PathVariable UUID noticeId) {
    return deliveries.get(id, noticeId);
  }

  @Operation(
      summary = "Send a notice once more",
      description = "One that has come to its end, with the same webhook-id.")
  @ApiResponse(
      responseCode = "202",
      description = "On its way; Location is the notice",
      content = @Content(schema = @Schema(implementation = Delivery.class)))
  @PostMapping(path = "/deliveries/{noticeId}/resend", produces = "application/json")
  ResponseEntity<byte[]> resend(
      @PathVariable UUID id,
      @PathVariable UUID noticeId,
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key) {
    return deliveries.resend(id, noticeId, key);
  }

  @Operation(summary = "Send a notice that tells nothing, to try the receiver")
  @ApiResponse(
      responseCode = "202",
      description = "On its way; Location is the notice",
      content = @Content(schema = @Schema(implementation = Delivery.class)))
  @PostMapping(path = "/test", produces = "application/json")
  ResponseEntity<byte[]> test(
      @PathVariable UUID id,
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key) {
    return deliveries.test(id, key);
  }
}
