package org.teei.csr.api.imports;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;
import org.teei.csr.api.imports.ImportCommandsController.CommandRequest;
import org.teei.csr.api.shared.Page;

/** Where imports are taken back. */
@Tag(name = "imports")
@Requires(Permission.IMPORTS_UNDO)
@RestController
final class UndoController {
  private final Undos undos;
  private final UndoPreviews previews;

  UndoController(Undos undos, UndoPreviews previews) {
    this.undos = undos;
    this.previews = previews;
  }

  @Operation(
      summary = "Take an import back, or see what that would do",
      description =
          "What the import made is removed, what it changed is put back, unless something else changed or uses it since. With dryRun=true nothing is done: the answer counts and lists the rows; page, page_size and reversal choose among them.")
  @ApiResponse(
      responseCode = "202",
      description = "Begun; Location is the import",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = ImportJob.class)))
  @ApiResponse(
      responseCode = "200",
      description = "Nothing was done: what would be",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = UndoPreview.class)))
  @PostMapping(path = "/v1/imports/{id}/undo", produces = "application/json")
  ResponseEntity<?> undo(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "false") boolean dryRun,
      @RequestParam(required = false) RowReversal.@Nullable Outcome reversal,
      @RequestParam(defaultValue = "1") @Min(1) @Max(1_000_000) int page,
      @RequestParam(name = "page_size", defaultValue = "20") @Min(1) @Max(100) int pageSize,
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
      @Valid @RequestBody(required = false) @Nullable CommandRequest body) {
    return dryRun
        ? ResponseEntity.ok(previews.of(id, reversal, new Page.Range(page, pageSize)))
        : undos.undo(id, body == null ? null : body.reason(), key);
  }
}
