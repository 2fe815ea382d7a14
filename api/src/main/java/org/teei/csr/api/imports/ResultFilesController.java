package org.teei.csr.api.imports;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;

/** The rows of an import by outcome, as files that can be corrected and imported again. */
@Tag(name = "imports")
@Requires(Permission.IMPORTS_READ)
@RestController
@RequestMapping("/v1/imports/{id}")
@ApiResponse(
    responseCode = "200",
    description = "CSV in UTF-8 with commas and CRLF; cells are formula-safe",
    content =
        @Content(
            mediaType = "text/csv",
            schema = @Schema(type = "string"),
            examples =
                @ExampleObject("session_id,participant_email\r\nLS-1,person@example.org\r\n")))
final class ResultFilesController {
  private final ResultFiles files;

  ResultFilesController(ResultFiles files) {
    this.files = files;
  }

  @Operation(
      summary = "Rows that took effect",
      description = "With _id, what the row became; other files may refer to it.")
  @GetMapping(path = "/accepted.csv", produces = "text/csv")
  void accepted(@PathVariable UUID id, HttpServletResponse response) throws IOException {
    files.write(id, RowOutcome.ACCEPTED, response);
  }

  @Operation(
      summary = "Rows with errors",
      description = "With _error_row, _error_code, _error_column and _error_message.")
  @GetMapping(path = "/rejected.csv", produces = "text/csv")
  void rejected(@PathVariable UUID id, HttpServletResponse response) throws IOException {
    files.write(id, RowOutcome.REJECTED, response);
  }

  @Operation(
      summary = "Rows whose content was there already",
      description =
          "With _id, what the row was equal to; blank where a later row of the file counts instead.")
  @GetMapping(path = "/duplicate.csv", produces = "text/csv")
  void duplicate(@PathVariable UUID id, HttpServletResponse response) throws IOException {
    files.write(id, RowOutcome.DUPLICATE, response);
  }

  @Operation(summary = "Rows that were read and not decided")
  @GetMapping(path = "/unprocessed.csv", produces = "text/csv")
  void unprocessed(@PathVariable UUID id, HttpServletResponse response) throws IOException {
    files.write(id, RowOutcome.UNPROCESSED, response);
  }
}
