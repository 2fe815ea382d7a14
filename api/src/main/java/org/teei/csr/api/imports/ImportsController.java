package org.teei.csr.api.imports;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;
import org.teei.csr.api.shared.EntityTags;
import org.teei.csr.api.shared.Page;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.workflows.imports.ImportStatus;

/** Imports and the outcomes of their rows. */
@Tag(name = "imports")
@Requires(Permission.IMPORTS_READ)
@RestController
@RequestMapping("/v1/imports")
final class ImportsController {
  private final ImportJobs jobs;
  private final ImportPreviews previews;
  private final EntityTags tags;

  ImportsController(ImportJobs jobs, ImportPreviews previews, EntityTags tags) {
    this.jobs = jobs;
    this.previews = previews;
    this.tags = tags;
  }

  @Operation(summary = "Imports, the newest first")
  @GetMapping(produces = "application/json")
  Page<ImportJob> list(
      @RequestParam(required = false) @Nullable ImportStatus status,
      @RequestParam(required = false) @Nullable ImportKind kind,
      @RequestParam(defaultValue = "1") @Min(1) @Max(1_000_000) int page,
      @RequestParam(name = "page_size", defaultValue = "20") @Min(1) @Max(100) int pageSize) {
    return jobs.list(status, kind, new Page.Range(page, pageSize));
  }

  @Operation(summary = "One import")
  @GetMapping(path = "/{id}", produces = "application/json")
  ResponseEntity<ImportJob> get(@PathVariable UUID id) {
    var row = jobs.row(id);
    return tags.answer(jobs.shape(row), jobs.timeless(row));
  }

  @Operation(
      summary = "What each row of an import would do, in file order",
      description =
          "While a reviewed import waits for approval, and of a dry run at its end. Free text is not shown, and values of other free columns only to who may profiles:reveal.")
  @GetMapping(path = "/{id}/preview", produces = "application/json")
  ImportPreview preview(
      @PathVariable UUID id,
      @RequestParam(required = false) ImportPreview.@Nullable Action action,
      @RequestParam(defaultValue = "1") @Min(1) @Max(1_000_000) int page,
      @RequestParam(name = "page_size", defaultValue = "20") @Min(1) @Max(100) int pageSize) {
    return previews.get(id, action, new Page.Range(page, pageSize));
  }

  @Operation(summary = "Outcomes of the rows of an import, in file order")
  @GetMapping(path = "/{id}/rows", produces = "application/json")
  Page<ImportRow> rows(
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable RowOutcome outcome,
      @RequestParam(required = false) RowReversal.@Nullable Outcome reversal,
      @RequestParam(defaultValue = "1") @Min(1) @Max(1_000_000) int page,
      @RequestParam(name = "page_size", defaultValue = "20") @Min(1) @Max(100) int pageSize) {
    return jobs.rows(id, outcome, reversal, new Page.Range(page, pageSize));
  }
}
