package org.teei.csr.api.imports;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;
import org.teei.csr.api.shared.EntityTags;

/** Rejected rows that come back corrected, and what became of them. */
@Tag(name = "imports")
@RestController
@RequestMapping("/v1/imports/{id}")
final class CorrectionsController {
  private final Corrections corrections;
  private final CorrectedFile file;
  private final CorrectedCells cells;
  private final ImportAttempts attempts;
  private final EntityTags tags;

  CorrectionsController(
      Corrections corrections,
      CorrectedFile file,
      CorrectedCells cells,
      ImportAttempts attempts,
      EntityTags tags) {
    this.corrections = corrections;
    this.file = file;
    this.cells = cells;
    this.attempts = attempts;
    this.tags = tags;
  }

  /** Header of the file → new value; a cell that is not named stays as it is. */
  record RowCorrection(
      @Schema(example = "{\"participant_email\":\"person@example.org\"}")
          @NotNull
          @NotEmpty
          @Size(max = 256)
          Map<String, @Nullable String> cells) {}

  /** The attempts of an import, in order. */
  record AttemptList(List<ImportAttempt> items) {}

  @Operation(
      summary = "Correct rejected rows by a file",
      description =
          "rejected.csv as it was fetched, edited; rows are known by _error_row, rows that are left out stay rejected. The same bytes again are the same attempt.")
  @ApiResponse(
      responseCode = "202",
      description = "Accepted; Location is the attempt",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = ImportAttempt.class)))
  @ApiResponse(
      responseCode = "200",
      description = "The same correction was sent before: that attempt",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = ImportAttempt.class)))
  @Requires(Permission.IMPORTS_WRITE)
  @PostMapping(
      path = "/corrections",
      consumes = {"text/csv", MediaType.MULTIPART_FORM_DATA_VALUE},
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> correct(
      @PathVariable UUID id,
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
      HttpServletRequest request)
      throws IOException {
    return corrections.accept(id, "POST /v1/imports/" + id + "/corrections", key, file.of(request));
  }

  @Operation(
      summary = "Correct one rejected row by some of its cells",
      description = "Columns are named as the header of the file has them.")
  @ApiResponse(
      responseCode = "202",
      description = "Accepted; Location is the attempt",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = ImportAttempt.class)))
  @ApiResponse(
      responseCode = "200",
      description = "The same correction was sent before: that attempt",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = ImportAttempt.class)))
  @Requires(Permission.IMPORTS_WRITE)
  @PutMapping(path = "/rows/{row}", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> correctRow(
      @PathVariable UUID id,
      @PathVariable @Positive long row,
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
      @Valid @RequestBody RowCorrection correction)
      throws IOException {
    return corrections.accept(
        id, "PUT /v1/imports/" + id + "/rows/" + row, key, cells.of(row, correction.cells()));
  }

  @Operation(summary = "Corrections of an import and the taking back of it, in order")
  @Requires(Permission.IMPORTS_READ)
  @GetMapping(path = "/attempts", produces = MediaType.APPLICATION_JSON_VALUE)
  AttemptList attempts(@PathVariable UUID id) {
    return new AttemptList(attempts.of(id));
  }

  @Operation(summary = "One attempt of an import")
  @Requires(Permission.IMPORTS_READ)
  @GetMapping(path = "/attempts/{attempt}", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<ImportAttempt> attempt(@PathVariable UUID id, @PathVariable int attempt) {
    var found = attempts.get(id, attempt);
    return tags.answer(found);
  }
}
