package org.teei.csr.api.imports;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.EntityTags;
import org.teei.csr.engines.imports.ColumnSpec;
import org.teei.csr.engines.imports.EventRule;
import org.teei.csr.engines.imports.ImportSchema;
import org.teei.csr.engines.imports.ImportSchemas;
import org.teei.csr.engines.imports.RowErrorCode;
import org.teei.csr.engines.imports.TemplateCsv;

/** The formats that can be imported, from the data that the checks themselves use. */
@Tag(name = "imports")
@Requires(Permission.IMPORTS_READ)
@RestController
@RequestMapping("/v1/import-schemas")
final class ImportSchemasController {
  private final EntityTags tags;

  ImportSchemasController(EntityTags tags) {
    this.tags = tags;
  }

  @Operation(summary = "All formats")
  @GetMapping(produces = "application/json")
  List<SchemaView> list() {
    return ImportSchemas.all().stream().map(SchemaView::of).toList();
  }

  @Operation(summary = "One format")
  @GetMapping(path = "/{kind}/{name}/{version}", produces = "application/json")
  ResponseEntity<SchemaView> get(
      @PathVariable String kind, @PathVariable String name, @PathVariable String version) {
    return tags.answer(SchemaView.of(schema(kind, name, version)));
  }

  @Operation(
      summary = "A file of one format to begin with",
      description = "The header with all columns, and a row of examples that an import accepts.")
  @ApiResponse(
      responseCode = "200",
      description = "CSV in UTF-8 with commas and CRLF",
      content =
          @Content(
              mediaType = "text/csv",
              schema = @Schema(type = "string"),
              examples =
                  @ExampleObject("session_id,participant_email\r\nLS-1,person@example.org\r\n")))
  @GetMapping(path = "/{kind}/{name}/{version}/template", produces = "text/csv")
  ResponseEntity<byte[]> template(
      @PathVariable String kind, @PathVariable String name, @PathVariable String version) {
    var schema = schema(kind, name, version);
    return ResponseEntity.ok()
        .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"%s-%s.csv\"".formatted(schema.name(), schema.version()))
        .body(TemplateCsv.of(schema).getBytes(StandardCharsets.UTF_8));
  }

  private static ImportSchema schema(String kind, String name, String version) {
    return ImportSchemas.all().stream()
        .filter(schema -> schema.kind().id().equals(kind))
        .filter(schema -> schema.name().equals(name) && schema.version().equals(version))
        .findFirst()
        .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
  }

  /**
   * A format.
   *
   * @param oneOf groups of columns of which a row fills at least one; empty where there is no
   *     choice
   * @param errors what can be wrong with a row
   * @param events what an accepted row sets off
   */
  @Schema(name = "ImportSchema")
  record SchemaView(
      @Schema(example = "sessions") String kind,
      @Schema(example = "language_session") String name,
      @Schema(example = "1.1") String version,
      List<ColumnView> columns,
      List<List<String>> oneOf,
      List<ErrorView> errors,
      List<EventView> events) {

    static SchemaView of(ImportSchema schema) {
      return new SchemaView(
          schema.kind().id(),
          schema.name(),
          schema.version(),
          schema.columns().stream().map(ColumnView::of).toList(),
          schema.oneOf(),
          Arrays.stream(RowErrorCode.values()).map(ErrorView::of).toList(),
          ImportSchemas.events(schema.kind()).stream().map(EventView::of).toList());
    }
  }

  /**
   * A column.
   *
   * @param aliases other headers that are read as this column
   * @param rule the check in words
   * @param example a cell as one may stand there; empty where there is none to give
   * @param person the column whose person this one identifies too
   */
  @Schema(name = "ImportColumn")
  record ColumnView(
      @Schema(example = "scheduled_at") String name,
      List<String> aliases,
      boolean required,
      @Schema(example = "instant") String type,
      String rule,
      @Nullable Integer maxLength,
      @Nullable BigDecimal minimum,
      @Nullable BigDecimal maximum,
      List<String> allowed,
      @Schema(example = "2026-01-05T10:00:00Z") String example,
      @Nullable String person) {

    static ColumnView of(ColumnSpec column) {
      return new ColumnView(
          column.name(),
          column.aliases(),
          column.required(),
          column.type().name().toLowerCase(Locale.ROOT),
          column.rule(),
          column.limits().maxLength(),
          column.limits().minimum(),
          column.limits().maximum(),
          column.limits().allowed(),
          column.example(),
          column.person());
    }
  }

  /** An error of a row; {@code %s} in the message stands for the column. */
  @Schema(name = "ImportErrorCode")
  record ErrorView(@Schema(example = "E001") String code, String message) {

    static ErrorView of(RowErrorCode error) {
      return new ErrorView(error.code(), error.template());
    }
  }

  /** An event, by what became of the row and what is true of it then. */
  @Schema(name = "ImportEvent")
  record EventView(
      @Schema(example = "created") String outcome,
      @Schema(example = "completed") String fact,
      @Schema(example = "kintell.session.completed") String type) {

    static EventView of(EventRule rule) {
      return new EventView(
          rule.outcome().name().toLowerCase(Locale.ROOT),
          rule.fact().name().toLowerCase(Locale.ROOT),
          rule.eventType());
    }
  }
}
