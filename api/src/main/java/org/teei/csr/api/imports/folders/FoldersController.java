package org.teei.csr.api.imports.folders;

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
import java.net.URI;
import java.time.Instant;
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
import org.teei.csr.api.imports.RequestedOptions;
import org.teei.csr.api.imports.RequestedReading;
import org.teei.csr.api.shared.Page;
import org.teei.csr.api.shared.Versions;

/** Drop folders of a company. */
@Tag(name = "imports")
@Requires(Permission.IMPORTS_WRITE)
@RestController
@RequestMapping(FoldersController.PATH)
final class FoldersController {
  static final String PATH = "/v1/import-folders";

  private final Folders folders;

  FoldersController(Folders folders) {
    this.folders = folders;
  }

  /**
   * A folder, and how what lies in it is imported.
   *
   * @param path where it is: below the folder of all drop folders, or as s3://bucket/prefix
   * @param bucket null for a directory
   * @param lookedAt when it was last looked into; null before that
   * @param waitingFiles that were left there then, as the company has no room for their imports
   * @param waitingFor type of the problem that they wait for; null where none wait
   */
  @Schema(name = "ImportFolder")
  record Folder(
      UUID id,
      @Schema(example = "language-partner") String name,
      @Schema(example = "acme/language-partner") String path,
      @Schema(example = "sessions") String kind,
      RequestedOptions options,
      @Nullable RequestedReading reading,
      @Nullable Bucket bucket,
      boolean enabled,
      @Schema(example = "300") int intervalSeconds,
      @Nullable Instant lookedAt,
      @Schema(example = "0") int waitingFiles,
      @Nullable URI waitingFor,
      Instant createdAt,
      String createdBy,
      Instant changedAt) {}

  /**
   * The part of a bucket that a folder is.
   *
   * @param endpoint null for that of AWS
   */
  @Schema(name = "ImportFolderBucket")
  record Bucket(
      @Schema(example = "partner-exchange") String bucket,
      @Schema(example = "to-csr/") String prefix,
      @Schema(example = "eu-north-1") String region,
      @Schema(example = "https://storage.example.org") @Nullable String endpoint,
      boolean pathStyle) {}

  @Schema(name = "NewImportFolder")
  record NewFolder(
      @Schema(
              example = "language-partner",
              description =
                  "Lower-case letters, digits and hyphens; the name of the directory, where it is one.")
          @NotBlank
          String name,
      @Schema(example = "sessions") @NotBlank String kind,
      @Nullable RequestedOptions options,
      @Nullable RequestedReading reading,
      @Nullable RequestedBucket bucket,
      @Schema(example = "true") @NotNull Boolean enabled,
      @Schema(example = "300", description = "How often it is looked into.")
          @NotNull
          @Min(60)
          @Max(86_400)
          Integer intervalSeconds) {}

  @Schema(name = "ImportFolderReplacement")
  record Replacement(
      @Schema(example = "sessions") @NotBlank String kind,
      @Nullable RequestedOptions options,
      @Nullable RequestedReading reading,
      @Nullable RequestedBucket bucket,
      @Schema(example = "true") @NotNull Boolean enabled,
      @Schema(example = "300") @NotNull @Min(60) @Max(86_400) Integer intervalSeconds) {}

  /**
   * A file that was found in a folder.
   *
   * @param status {@code imported} or {@code refused}
   * @param importId the import of it, or of the same bytes before
   * @param problem type of the problem why it was refused
   */
  @Schema(name = "ImportFolderFile")
  record File(
      @Schema(example = "sessions-2026-11.csv") String name,
      @Schema(example = "imported") String status,
      @Nullable UUID importId,
      @Nullable URI problem,
      @Schema(example = "52340") long length,
      Instant seenAt) {}

  @Operation(summary = "Drop folders of the company, by name")
  @Requires(Permission.IMPORTS_READ)
  @GetMapping(produces = "application/json")
  Page<Folder> list(
      @RequestParam(defaultValue = "1") @Min(1) @Max(1_000_000) int page,
      @RequestParam(name = "page_size", defaultValue = "20") @Min(1) @Max(100) int pageSize) {
    return folders.list(new Page.Range(page, pageSize));
  }

  @Operation(summary = "One drop folder")
  @Requires(Permission.IMPORTS_READ)
  @GetMapping(path = "/{id}", produces = "application/json")
  ResponseEntity<Folder> get(@PathVariable UUID id) {
    return folders.get(id).answer();
  }

  @Operation(summary = "What was found in a drop folder, the newest first")
  @Requires(Permission.IMPORTS_READ)
  @GetMapping(path = "/{id}/files", produces = "application/json")
  Page<File> files(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "1") @Min(1) @Max(1_000_000) int page,
      @RequestParam(name = "page_size", defaultValue = "20") @Min(1) @Max(100) int pageSize) {
    return folders.files(id, new Page.Range(page, pageSize));
  }

  @Operation(
      summary = "Set up a drop folder",
      description =
          "What lies in it is read and imported as said here, each file once; then it is moved to done, or to refused with the reason beside it. A file for whose import the company has no room waits there.")
  @ApiResponse(
      responseCode = "201",
      description = "Set up; Location is the folder",
      content =
          @Content(mediaType = "application/json", schema = @Schema(implementation = Folder.class)))
  @PostMapping(produces = "application/json")
  ResponseEntity<byte[]> create(
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
      @Valid @RequestBody NewFolder request) {
    return folders.create(request, key);
  }

  @Operation(
      summary = "Replace how a drop folder is imported",
      description = "If-Match is the ETag of the folder as it was read. The name stays.")
  @PutMapping(path = "/{id}", produces = "application/json")
  ResponseEntity<Folder> replace(
      @PathVariable UUID id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @Valid @RequestBody Replacement request) {
    return folders.replace(id, Versions.required(ifMatch), request).answer();
  }

  @Operation(
      summary = "Remove a drop folder",
      description = "It is not looked into any more; its files and their imports stay.")
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable UUID id) {
    folders.delete(id);
  }
}
