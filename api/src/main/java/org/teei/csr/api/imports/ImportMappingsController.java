package org.teei.csr.api.imports;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
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
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;
import org.teei.csr.api.shared.Versions;
import org.teei.csr.engines.imports.CsvSniffer;
import org.teei.csr.engines.imports.FileReading;
import org.teei.csr.engines.imports.FileRefused;
import org.teei.csr.engines.imports.HeaderMapping;
import org.teei.csr.engines.imports.HeaderSuggestions;
import org.teei.csr.engines.imports.ImportSchemas;

/** Which headers of a company's files are which columns, remembered for each kind. */
@Tag(name = "imports")
@Requires(Permission.IMPORTS_READ)
@RestController
@RequestMapping("/v1/import-mappings/{kind}")
final class ImportMappingsController {
  private final ImportMappings mappings;

  ImportMappingsController(ImportMappings mappings) {
    this.mappings = mappings;
  }

  /**
   * The mapping of a kind.
   *
   * @param mapping header to column, or to null for a header that is to be no column
   * @param changedAt null where it was never set
   */
  @Schema(name = "ImportMapping")
  record Mapping(
      @Schema(example = "sessions") String kind,
      @Schema(example = "{\"Learner e-mail\": \"participant_email\"}")
          Map<String, @Nullable String> mapping,
      @Nullable Instant changedAt) {}

  @Schema(name = "ImportMappingReplacement")
  record Replacement(
      @Schema(example = "{\"Learner e-mail\": \"participant_email\", \"Internal note\": null}")
          @NotNull
          Map<String, @Nullable String> mapping) {}

  @Schema(name = "ImportHeaders")
  record Headers(
      @Schema(example = "[\"Session no\", \"Learner e-mail\"]")
          @NotEmpty
          @Size(max = ImportSchemas.MAX_COLUMNS)
          List<@NotNull @Size(max = HeaderMapping.LONGEST_HEADER) String> headers) {}

  /**
   * What the headers of a file are likely to be.
   *
   * @param schema the format that fits the suggestions best
   * @param unplaced required columns of that format that no header is like
   */
  @Schema(name = "ImportMappingSuggestions")
  record Suggestions(
      @Schema(example = "language_session/1.0") String schema,
      List<Suggestion> headers,
      @Schema(example = "[\"scheduled_at\"]") List<String> unplaced) {

    static Suggestions of(HeaderSuggestions suggestions) {
      return new Suggestions(
          suggestions.schema(),
          suggestions.headers().stream()
              .map(one -> new Suggestion(one.position(), one.header(), one.field(), one.score()))
              .toList(),
          suggestions.unplaced());
    }
  }

  /**
   * A header.
   *
   * @param position from 1
   * @param header null in a line that is rather a row: values are not shown
   * @param field the likely column; null where none is like the header
   */
  @Schema(name = "ImportMappingSuggestion")
  record Suggestion(
      @Schema(example = "2") int position,
      @Schema(example = "Learner e-mail") @Nullable String header,
      @Schema(example = "participant_email") @Nullable String field,
      @Schema(example = "0.95", description = "From 0 to 1; 1 is the same name.") double score) {}

  @Operation(
      summary = "The remembered mapping of a kind",
      description =
          "Used for files that are sent without the parameter mapping. Empty until it is set; its ETag is what the first PUT sends as If-Match.")
  @GetMapping(produces = "application/json")
  ResponseEntity<Mapping> get(@PathVariable String kind) {
    return mappings.get(UploadController.kind(kind)).answer();
  }

  @Requires(Permission.IMPORTS_WRITE)
  @Operation(
      summary = "Remember a mapping",
      description =
          "If-Match is the ETag of the mapping as it was read. Headers that a file does not have are left aside, so one mapping may serve files of several origins. Imports that were begun keep the mapping they were begun with.")
  @PutMapping(consumes = "application/json", produces = "application/json")
  ResponseEntity<Mapping> replace(
      @PathVariable String kind,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @Valid @RequestBody Replacement request) {
    return mappings
        .replace(UploadController.kind(kind), Versions.required(ifMatch), request.mapping())
        .answer();
  }

  @Requires(Permission.IMPORTS_WRITE)
  @Operation(summary = "Forget a mapping")
  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(
      @PathVariable String kind,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    mappings.delete(UploadController.kind(kind), ifMatch);
  }

  @Operation(
      summary = "Suggest a mapping",
      description =
          "For each header the column that it is most like, by its words and letters. The body is a list of headers or the beginning of a file, at most 64 KiB; nothing is kept.")
  @PostMapping(path = "/suggestions", consumes = "application/json", produces = "application/json")
  Suggestions suggest(@PathVariable String kind, @Valid @RequestBody Headers request) {
    return Suggestions.of(HeaderSuggestions.of(UploadController.kind(kind), request.headers()));
  }

  @Operation(
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content = @Content(mediaType = "text/csv", schema = @Schema(type = "string"))))
  @PostMapping(path = "/suggestions", consumes = "text/csv", produces = "application/json")
  Suggestions suggest(
      @PathVariable String kind,
      @ParameterObject ReadingParameters reading,
      HttpServletRequest request)
      throws IOException {
    var known = UploadController.kind(kind);
    var body = UploadBody.open(request, CsvSniffer.HEAD_BYTES);
    try {
      var header =
          CsvSniffer.header(
              known,
              body.file().readAllBytes(),
              body.charset(),
              new FileReading(HeaderMapping.NONE, reading.declared()));
      return Suggestions.of(HeaderSuggestions.of(known, header));
    } catch (FileRefused refused) {
      throw FileProblemEntry.refusal(refused.problem());
    }
  }
}
