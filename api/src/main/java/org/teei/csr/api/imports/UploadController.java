package org.teei.csr.api.imports;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.engines.imports.ImportKind;

/** Where files come in. */
@Tag(name = "imports")
@Requires(Permission.IMPORTS_WRITE)
@RestController
final class UploadController {
  private final ImportUploads uploads;

  UploadController(ImportUploads uploads) {
    this.uploads = uploads;
  }

  @Operation(
      summary = "Import a file",
      description =
          "The file is the body itself (text/csv, with an optional charset) or the one part named file of a multipart body; at most 1 GiB. Headers that are named otherwise are mapped by the parameter or by PUT /v1/import-mappings/{kind}; what is declared of the format wins over what the file looks like. With upload there is no body: the file is one that came in pieces.")
  @ApiResponse(
      responseCode = "202",
      description = "Accepted; Location is the import",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = ImportJob.class)))
  @ApiResponse(
      responseCode = "200",
      description = "The same file is being or was imported: that import",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = ImportJob.class)))
  // With no body there is no type either; fields of a form would be taken for options.
  @PostMapping(
      path = "/v1/import/{kind}",
      consumes = "!application/x-www-form-urlencoded",
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> upload(
      @PathVariable String kind,
      @RequestParam(required = false) @Nullable UUID upload,
      @RequestParam(required = false) @Nullable String clientReference,
      @RequestParam(defaultValue = "false") boolean force,
      @Parameter(schema = @Schema(allowableValues = {"commit", "review", "dry-run"}))
          @RequestParam(defaultValue = "commit")
          String mode,
      @Parameter(schema = @Schema(allowableValues = {"skip-invalid", "atomic", "stop-after"}))
          @RequestParam(defaultValue = "skip-invalid")
          String errorPolicy,
      @RequestParam(required = false) @Nullable Long maxRejected,
      @RequestParam(defaultValue = "create") String unknownPeople,
      @ParameterObject ReadingParameters reading,
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
      HttpServletRequest request)
      throws IOException {
    var options =
        new UploadOptions(
            clientReference, force, mode, errorPolicy, maxRejected, unknownPeople, reading);
    return uploads.accept(kind(kind), options, upload, key, request);
  }

  static ImportKind kind(String id) {
    return ImportKind.of(id).orElseThrow(() -> ProblemException.of(ImportProblem.UNKNOWN_KIND));
  }
}
