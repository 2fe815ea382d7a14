package org.teei.csr.api.impactin.deliveries;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
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
import org.teei.csr.api.impactin.deliveries.DeliveryCommands.Command;
import org.teei.csr.api.impactin.deliveries.DeliveryCommands.Told;
import org.teei.csr.api.shared.EntityTags;
import org.teei.csr.api.shared.Page;

/** Deliveries of figures to platforms. */
@Tag(name = "impactin")
@Requires(Permission.DELIVERIES_READ)
@RestController
@RequestMapping(ImpactDeliveriesController.PATH)
final class ImpactDeliveriesController {
  static final String PATH = "/v1/impact-in/deliveries";

  private final ImpactDeliveries deliveries;
  private final DeliveryCommands commands;
  private final DeliveryReplays replays;
  private final Refreezes refreezes;
  private final EntityTags tags;

  ImpactDeliveriesController(
      ImpactDeliveries deliveries,
      DeliveryCommands commands,
      DeliveryReplays replays,
      Refreezes refreezes,
      EntityTags tags) {
    this.deliveries = deliveries;
    this.commands = commands;
    this.replays = replays;
    this.refreezes = refreezes;
    this.tags = tags;
  }

  /** Why; not for personal data. */
  @Schema(name = "DeliveryCommand")
  record CommandRequest(
      @Schema(example = "Checked with the programme") @Size(max = 500) @Nullable String reason) {}

  /** The calls of a delivery to its platform, in their order. */
  @Schema(name = "DeliveryAttempts")
  record Attempts(List<DeliveryAttempt> attempts) {}

  @Operation(summary = "Deliveries, the newest first")
  @GetMapping(produces = "application/json")
  Page<Delivery> list(
      @ParameterObject DeliveryFilter filter,
      @RequestParam(defaultValue = "1") @Min(1) @Max(1_000_000) int page,
      @RequestParam(name = "page_size", defaultValue = "20") @Min(1) @Max(100) int pageSize) {
    return deliveries.list(filter.checked(), new Page.Range(page, pageSize));
  }

  @Operation(summary = "One delivery")
  @GetMapping(path = "/{id}", produces = "application/json")
  ResponseEntity<Delivery> get(@PathVariable UUID id) {
    return tags.answer(deliveries.get(id));
  }

  @Operation(
      summary = "The calls of a delivery to its platform",
      description = "Each with what was sent and answered; credentials are left out.")
  @GetMapping(path = "/{id}/attempts", produces = "application/json")
  ResponseEntity<Attempts> attempts(@PathVariable UUID id) {
    return tags.answer(new Attempts(deliveries.attempts(id)));
  }

  @Operation(
      summary = "What is sent, to the byte",
      description =
          "Frozen before the first attempt; each attempt and each replay sends the same. Where it was frozen anew, what was frozen before is found by its digest. The header X-Content-SHA256 has the digest.")
  @ApiResponse(
      responseCode = "200",
      description = "The bytes",
      content = {
        @Content(mediaType = "application/json", schema = @Schema(type = "object")),
        @Content(mediaType = "text/csv", schema = @Schema(type = "string"))
      })
  @GetMapping(
      path = "/{id}/payload",
      produces = {"application/json", "text/csv"})
  ResponseEntity<byte[]> payload(
      @PathVariable UUID id,
      @RequestParam(required = false) @Pattern(regexp = "[0-9a-f]{64}") @Nullable String sha256) {
    var frozen = deliveries.payload(id, sha256);
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(frozen.contentType()))
        .header("X-Content-SHA256", frozen.sha256())
        .body(frozen.bytes());
  }

  @Requires(Permission.DELIVERIES_APPROVE)
  @Operation(summary = "Let a delivery go out that waits for approval")
  @ApiResponse(responseCode = "200", description = "It goes out")
  @ApiResponse(
      responseCode = "202",
      description =
          "Told, and not confirmed in time: look, and tell it again where nothing has changed",
      content = @Content(schema = @Schema(implementation = Delivery.class)))
  @PostMapping(path = "/{id}/approve", produces = "application/json")
  ResponseEntity<Delivery> approve(
      @PathVariable UUID id, @Valid @RequestBody(required = false) @Nullable CommandRequest body) {
    return answer(commands.tell(id, Command.APPROVE, reason(body)));
  }

  @Requires(Permission.DELIVERIES_APPROVE)
  @Operation(summary = "Do not let a delivery go out that waits for approval")
  @ApiResponse(responseCode = "200", description = "It is not sent")
  @ApiResponse(
      responseCode = "202",
      description =
          "Told, and not confirmed in time: look, and tell it again where nothing has changed",
      content = @Content(schema = @Schema(implementation = Delivery.class)))
  @PostMapping(path = "/{id}/refuse", produces = "application/json")
  ResponseEntity<Delivery> refuse(
      @PathVariable UUID id, @Valid @RequestBody(required = false) @Nullable CommandRequest body) {
    return answer(commands.tell(id, Command.REFUSE, reason(body)));
  }

  @Requires(Permission.DELIVERIES_RUN)
  @Operation(summary = "End a delivery that has not arrived")
  @ApiResponse(responseCode = "200", description = "It has ended")
  @ApiResponse(
      responseCode = "202",
      description =
          "Told, and not confirmed in time: look, and tell it again where nothing has changed",
      content = @Content(schema = @Schema(implementation = Delivery.class)))
  @PostMapping(path = "/{id}/cancel", produces = "application/json")
  ResponseEntity<Delivery> cancel(
      @PathVariable UUID id, @Valid @RequestBody(required = false) @Nullable CommandRequest body) {
    return answer(commands.tell(id, Command.CANCEL, reason(body)));
  }

  @Requires(Permission.DELIVERIES_RUN)
  @Operation(
      summary = "Begin a delivery again that did not arrive",
      description =
          "What is frozen is sent again, under the same idempotency key. Needs an Idempotency-Key.")
  @ApiResponse(
      responseCode = "202",
      description = "It is on its way again",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = Delivery.class)))
  @PostMapping(path = "/{id}/replay", produces = "application/json")
  ResponseEntity<byte[]> replay(
      @PathVariable UUID id,
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
      @Valid @RequestBody(required = false) @Nullable CommandRequest body) {
    return replays.replay(id, key, reason(body));
  }

  @Requires(Permission.DELIVERIES_RUN)
  @Operation(
      summary = "Freeze a delivery anew that certainly did not arrive, and begin it again",
      description =
          "From the same figures, with today's mapping, under the same idempotency key: for an id that is wrong in what is frozen. Only where each call was certainly refused or never made. A dry run, which is the default, shows what would be frozen, what differs and why it cannot be done now. Else it needs the payloadSha256 of that dry run and an Idempotency-Key. What differs is asked about as the delivery's approval says.")
  @ApiResponse(
      responseCode = "200",
      description = "What would be frozen",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = Refreeze.class)))
  @ApiResponse(
      responseCode = "202",
      description = "It is frozen anew and on its way again",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = Delivery.class)))
  @PostMapping(path = "/{id}/refreeze", produces = "application/json")
  ResponseEntity<?> refreeze(
      @PathVariable UUID id,
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
      @Valid @RequestBody(required = false) Refreeze.@Nullable Request body) {
    var request = body == null ? Refreeze.Request.DRY : body;
    return request.isDryRun()
        ? ResponseEntity.ok(refreezes.planned(id))
        : refreezes.refreeze(id, key, request);
  }

  @Requires(Permission.DELIVERIES_RUN)
  @Operation(
      summary = "Begin deliveries again that did not arrive",
      description =
          "Those of the window, the oldest period first, so many in a minute; at most 1,000. A dry run, which is the default, tells what would be done. Else it needs an Idempotency-Key.")
  @ApiResponse(
      responseCode = "200",
      description = "What would be done",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = BulkReplay.class)))
  @ApiResponse(
      responseCode = "202",
      description = "They are on their way again; Location lists the deliveries of the window",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = BulkReplay.class)))
  @PostMapping(path = "/bulk-replay", produces = "application/json")
  ResponseEntity<?> bulkReplay(
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
      @Valid @RequestBody BulkReplay.Request request) {
    var asked = request.checked();
    return asked.isDryRun()
        ? ResponseEntity.ok(replays.planned(asked))
        : replays.replayAll(key, asked);
  }

  private static @Nullable String reason(@Nullable CommandRequest body) {
    return body == null ? null : body.reason();
  }

  private static ResponseEntity<Delivery> answer(Told told) {
    return ResponseEntity.status(told.confirmed() ? HttpStatus.OK : HttpStatus.ACCEPTED)
        .location(URI.create(PATH + "/" + told.delivery().id()))
        .body(told.delivery());
  }
}
