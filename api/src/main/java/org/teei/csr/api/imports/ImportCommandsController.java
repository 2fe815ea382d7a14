package org.teei.csr.api.imports;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;
import org.teei.csr.api.imports.ImportCommands.Command;
import org.teei.csr.api.imports.ImportCommands.Told;

/** What persons decide about running imports. */
@Tag(name = "imports")
@Requires(Permission.IMPORTS_WRITE)
@RestController
@RequestMapping("/v1/imports/{id}")
@ApiResponse(
    responseCode = "200",
    description = "Done",
    content = @Content(schema = @Schema(implementation = ImportJob.class)))
@ApiResponse(
    responseCode = "202",
    description =
        "Told, and not confirmed in time: look, and tell it again where nothing has changed",
    content = @Content(schema = @Schema(implementation = ImportJob.class)))
final class ImportCommandsController {
  private final ImportCommands commands;

  ImportCommandsController(ImportCommands commands) {
    this.commands = commands;
  }

  /** Why; not for personal data. */
  record CommandRequest(@Schema(example = "Wrong file") @Size(max = 500) @Nullable String reason) {}

  @Operation(summary = "Pause at the next border of a step")
  @PostMapping(path = "/pause", produces = "application/json")
  ResponseEntity<ImportJob> pause(
      @PathVariable UUID id, @Valid @RequestBody(required = false) @Nullable CommandRequest body) {
    return answer(commands.tell(id, Command.PAUSE, reason(body)));
  }

  @Operation(summary = "Go on after a pause")
  @PostMapping(path = "/resume", produces = "application/json")
  ResponseEntity<ImportJob> resume(
      @PathVariable UUID id, @Valid @RequestBody(required = false) @Nullable CommandRequest body) {
    return answer(commands.tell(id, Command.RESUME, reason(body)));
  }

  @Operation(summary = "End; rows that took effect by then stay")
  @PostMapping(path = "/cancel", produces = "application/json")
  ResponseEntity<ImportJob> cancel(
      @PathVariable UUID id, @Valid @RequestBody(required = false) @Nullable CommandRequest body) {
    return answer(commands.tell(id, Command.CANCEL, reason(body)));
  }

  @Requires(Permission.IMPORTS_APPROVE)
  @Operation(summary = "Let a reviewed import write its rows; the reason is kept as the note")
  @PostMapping(path = "/approve", produces = "application/json")
  ResponseEntity<ImportJob> approve(
      @PathVariable UUID id, @Valid @RequestBody(required = false) @Nullable CommandRequest body) {
    return answer(commands.tell(id, Command.APPROVE, reason(body)));
  }

  @Operation(summary = "Go on with an import that expired, from the last finished stage")
  @PostMapping(path = "/restart", produces = "application/json")
  ResponseEntity<ImportJob> restart(
      @PathVariable UUID id, @Valid @RequestBody(required = false) @Nullable CommandRequest body) {
    return answer(new Told(commands.restart(id, reason(body)), false));
  }

  private static @Nullable String reason(@Nullable CommandRequest body) {
    return body == null ? null : body.reason();
  }

  private static ResponseEntity<ImportJob> answer(Told told) {
    return ResponseEntity.status(told.confirmed() ? HttpStatus.OK : HttpStatus.ACCEPTED)
        .location(URI.create("/v1/imports/" + told.job().id()))
        .body(told.job());
  }
}
