package org.teei.csr.api.imports;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;

/** Imports as they go on. */
@Tag(name = "imports")
@Requires(Permission.IMPORTS_READ)
@RestController
final class ImportEventsController {
  private final ImportEvents events;

  ImportEventsController(ImportEvents events) {
    this.events = events;
  }

  @Operation(
      summary = "Follow an import",
      description =
          "Server-Sent Events, at most one a second, the last state always: data is the import as GET /v1/imports/{id} shows it. The stream ends with the import, and when the token or key is revoked or ends; comments keep it open meanwhile.")
  @ApiResponse(
      responseCode = "200",
      description = "The present state, then each new one",
      content =
          @Content(
              mediaType = ImportEvents.CONTENT_TYPE,
              schema = @Schema(type = "string"),
              examples =
                  @ExampleObject(
                      "id: 5f2c6d0e9a1b4c7d8e3f2a1b0c9d8e7f\ndata: {\"id\":\"0198c0de-0000-7000-8000-000000000000\",\"status\":\"merging\"}\n\n")))
  @ApiResponse(
      responseCode = "204",
      description = "Last-Event-ID is the last state, and there will be no other",
      content = @Content)
  @GetMapping(path = "/v1/imports/{id}/events", produces = ImportEvents.CONTENT_TYPE)
  void follow(
      @PathVariable UUID id,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastId,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    events.tell(id, lastId, !request.getMethod().equals("HEAD"), response);
  }
}
