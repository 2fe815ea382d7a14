package org.teei.csr.api.imports.groups;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
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
import org.teei.csr.api.imports.RequestedOptions;
import org.teei.csr.api.imports.RequestedReading;
import org.teei.csr.api.imports.groups.ImportGroup.OnFailure;
import org.teei.csr.api.imports.groups.ImportGroup.Order;
import org.teei.csr.api.imports.groups.ImportGroup.Report;
import org.teei.csr.api.shared.EntityTags;
import org.teei.csr.api.shared.Page;

/** Files that are imported as one group: backfills. */
@Tag(name = "imports")
@Requires(Permission.IMPORTS_WRITE)
@RestController
@RequestMapping(GroupsController.PATH)
final class GroupsController {
  static final String PATH = "/v1/import-groups";

  private final Groups groups;
  private final GroupCommands commands;
  private final EntityTags tags;

  GroupsController(Groups groups, GroupCommands commands, EntityTags tags) {
    this.groups = groups;
    this.commands = commands;
    this.tags = tags;
  }

  /** Files of one kind, in the order in which they are imported. */
  @Schema(name = "NewImportGroup")
  record NewGroup(
      @Schema(example = "Sessions 2019 to 2025", description = "Not for personal data.")
          @NotBlank
          @Size(max = 200)
          String name,
      @Schema(example = "sessions") @NotBlank String kind,
      @NotNull @Size(min = 1, max = 500) @Valid List<@NotNull NewGroupFile> files,
      @Nullable RequestedOptions options,
      @Nullable RequestedReading reading,
      @Schema(
              example = "strict",
              description = "strict: each file when the one before has ended. any: a few at once.")
          @NotNull
          Order order,
      @Schema(example = "stop", description = "stop: no file is begun after one without success.")
          @NotNull
          OnFailure onFailure) {}

  /** A complete upload, or the file that an import keeps. */
  @Schema(name = "NewImportGroupFile")
  record NewGroupFile(
      @Schema(example = "0198c0de-0000-7000-8000-000000000000") @Nullable UUID uploadId,
      @Nullable UUID importId) {}

  /** Why; not for personal data. */
  @Schema(name = "ImportGroupCommand")
  record CommandRequest(
      @Schema(example = "Month end first") @Size(max = 500) @Nullable String reason) {}

  @Operation(
      summary = "Import files as one group",
      description =
          "Each becomes an import of its own, with the options and the reading of the group. A file for which the company has no room waits until it has.")
  @ApiResponse(
      responseCode = "202",
      description = "Accepted; Location is the group",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = ImportGroup.class)))
  @PostMapping(produces = "application/json")
  ResponseEntity<byte[]> create(
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
      @Valid @RequestBody NewGroup request) {
    return groups.create(request, key);
  }

  @Operation(summary = "Groups of imports, the newest first")
  @Requires(Permission.IMPORTS_READ)
  @GetMapping(produces = "application/json")
  Page<ImportGroup> list(
      @RequestParam(defaultValue = "1") @Min(1) @Max(1_000_000) int page,
      @RequestParam(name = "page_size", defaultValue = "20") @Min(1) @Max(100) int pageSize) {
    return groups.list(new Page.Range(page, pageSize));
  }

  @Operation(summary = "One group, with what became of each file")
  @Requires(Permission.IMPORTS_READ)
  @GetMapping(path = "/{id}", produces = "application/json")
  ResponseEntity<Report> get(@PathVariable UUID id) {
    return tags.answer(groups.get(id));
  }

  @Operation(summary = "Begin no further file until resumed")
  @CommandAnswers
  @PostMapping(path = "/{id}/pause", produces = "application/json")
  ResponseEntity<Report> pause(
      @PathVariable UUID id, @Valid @RequestBody(required = false) @Nullable CommandRequest body) {
    return told(id, "pause", body);
  }

  @Operation(summary = "Go on after a pause")
  @CommandAnswers
  @PostMapping(path = "/{id}/resume", produces = "application/json")
  ResponseEntity<Report> resume(
      @PathVariable UUID id, @Valid @RequestBody(required = false) @Nullable CommandRequest body) {
    return told(id, "resume", body);
  }

  @Operation(summary = "End; imports that were begun go on by themselves")
  @CommandAnswers
  @PostMapping(path = "/{id}/cancel", produces = "application/json")
  ResponseEntity<Report> cancel(
      @PathVariable UUID id, @Valid @RequestBody(required = false) @Nullable CommandRequest body) {
    return told(id, "cancel", body);
  }

  private ResponseEntity<Report> told(UUID id, String command, @Nullable CommandRequest body) {
    var done = commands.tell(id, command, body == null ? null : body.reason());
    return ResponseEntity.status(done ? HttpStatus.OK : HttpStatus.ACCEPTED)
        .location(URI.create(PATH + "/" + id))
        .body(groups.get(id));
  }

  /** What a command is answered with. */
  @Retention(RetentionPolicy.RUNTIME)
  @ApiResponse(
      responseCode = "200",
      description = "Done",
      content = @Content(schema = @Schema(implementation = Report.class)))
  @ApiResponse(
      responseCode = "202",
      description =
          "Told, and not confirmed in time: look, and tell it again where nothing has changed",
      content = @Content(schema = @Schema(implementation = Report.class)))
  @interface CommandAnswers {}
}
