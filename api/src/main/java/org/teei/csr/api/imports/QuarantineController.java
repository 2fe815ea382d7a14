package org.teei.csr.api.imports;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;
import org.teei.csr.api.imports.ImportCommandsController.CommandRequest;
import org.teei.csr.api.shared.Page;
import org.teei.csr.engines.imports.ImportKind;

/** Rejected rows that wait, across imports, and what goes wrong over time. */
@Tag(name = "imports")
@RestController
@RequestMapping("/v1/imports")
final class QuarantineController {
  private final Quarantine quarantine;
  private final ImportStats stats;

  QuarantineController(Quarantine quarantine, ImportStats stats) {
    this.quarantine = quarantine;
    this.stats = stats;
  }

  /** How many rows were discarded. */
  record Discarded(@Schema(example = "17") long discarded) {}

  @Operation(
      summary = "Imports with rejected rows that wait for a correction, the oldest first",
      description =
          "With figures by error code and column; GET …/{id}/rows?outcome=rejected has the rows.")
  @Requires(Permission.IMPORTS_READ)
  @GetMapping(path = "/quarantine", produces = "application/json")
  Page<QuarantinedImport> list(
      @RequestParam(defaultValue = "1") @Min(1) @Max(1_000_000) int page,
      @RequestParam(name = "page_size", defaultValue = "20") @Min(1) @Max(100) int pageSize) {
    return quarantine.list(new Page.Range(page, pageSize));
  }

  @Operation(summary = "Discard a rejected row: it stays rejected and cannot be corrected any more")
  @Requires(Permission.IMPORTS_WRITE)
  @PostMapping(path = "/{id}/rows/{row}/discard", produces = "application/json")
  ImportRow discard(
      @PathVariable UUID id,
      @PathVariable @Positive long row,
      @Valid @RequestBody(required = false) @Nullable CommandRequest body) {
    return quarantine.discard(id, row, body == null ? null : body.reason());
  }

  @Operation(summary = "Discard all rejected rows of an import that wait for a correction")
  @Requires(Permission.IMPORTS_WRITE)
  @PostMapping(path = "/{id}/quarantine/discard", produces = "application/json")
  Discarded discardAll(
      @PathVariable UUID id, @Valid @RequestBody(required = false) @Nullable CommandRequest body) {
    return new Discarded(quarantine.discardAll(id, body == null ? null : body.reason()));
  }

  @Operation(
      summary = "What was wrong with rows, by error code and column over time",
      description =
          "Periods in UTC by when the file was sent, those with imports only; the last 90 days unless told. Dry runs do not count.")
  @Requires(Permission.IMPORTS_READ)
  @GetMapping(path = "/stats", produces = "application/json")
  ImportStats.Stats stats(
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(defaultValue = "day") String interval,
      @RequestParam(required = false) @Nullable ImportKind kind) {
    return stats.of(from, to, interval, kind);
  }
}
