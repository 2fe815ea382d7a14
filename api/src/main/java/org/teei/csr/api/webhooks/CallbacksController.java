package org.teei.csr.api.webhooks;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.engines.webhooks.WebhookSource;

/** Where platforms say what became of reports. Open to strangers: a signature lets in. */
@Tag(name = "webhooks")
@RestController
final class CallbacksController {
  static final String PATH = "/v1/webhooks/";

  private final Callbacks callbacks;

  CallbacksController(Callbacks callbacks) {
    this.callbacks = callbacks;
  }

  @Schema(name = "ReceivedWebhook")
  record Received(boolean received) {}

  @Operation(
      summary = "Say what became of a report",
      description =
          "For Benevity, Goodera and Workday, in their own form, signed over the bytes of the body as each of them does. The same said twice counts once. No token is needed.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(type = "string", format = "binary"),
              examples =
                  @ExampleObject(
                      "{\"event_type\":\"delivery.success\",\"transaction_id\":\"BNV-1\",\"organization_id\":\"acme\",\"status\":\"success\",\"timestamp\":\"2026-11-30T08:00:00Z\"}")))
  @ApiResponse(responseCode = "200", description = "Kept")
  @ApiResponse(
      responseCode = "400",
      description = "Signed well, and not in the form of the source",
      content = @Content)
  @ApiResponse(
      responseCode = "401",
      description = "Not known to be from the source of an endpoint",
      content = @Content)
  @ApiResponse(responseCode = "413", description = "More than 64 KiB", content = @Content)
  @ApiResponse(
      responseCode = "429",
      description = "Too much that was not from the source",
      content = @Content)
  @PostMapping(path = PATH + "{endpointId}/{source}", produces = "application/json")
  Received receive(
      @PathVariable UUID endpointId,
      @Parameter(schema = @Schema(allowableValues = {"benevity", "goodera", "workday"}))
          @PathVariable
          String source,
      @RequestBody(required = false) byte @Nullable [] body,
      HttpServletRequest request) {
    callbacks.receive(
        endpointId,
        WebhookSource.of(source).orElseThrow(Callbacks::notFromTheSource),
        name -> {
          var value = request.getHeader(name);
          return value == null ? "" : value;
        },
        body == null ? new byte[0] : body);
    return new Received(true);
  }
}
