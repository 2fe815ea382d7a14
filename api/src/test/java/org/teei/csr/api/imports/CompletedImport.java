package org.teei.csr.api.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.engines.imports.CsvFormat.Delimiter;
import org.teei.csr.engines.imports.FileRefused;
import org.teei.csr.engines.imports.RecordBlocks;

/** An import of sessions whose rows came to these outcomes, as the workers would have left it. */
public final class CompletedImport {
  private static final String ERRORS = "[{\"code\":\"E001\",\"column\":\"participant_email\"}]";

  private final Api api;
  private final UUID id;

  private CompletedImport(Api api, UUID id) {
    this.api = api;
    this.id = id;
  }

  /** With rows of its own. */
  public static CompletedImport of(Api api, String... outcomes) {
    var file = new StringBuilder(SessionFiles.HEADER);
    var batch = UUID.randomUUID();
    for (int i = 1; i <= outcomes.length; i++) {
      file.append(SessionFiles.row(batch + "-" + i, i));
    }
    return ofFile(api, file.toString(), outcomes);
  }

  private static CompletedImport ofFile(Api api, String file, String... outcomes) {
    var answer = new Http(api).csv("/v1/import/sessions?force=true", file.getBytes(UTF_8));
    var id = UUID.fromString(answer.json().get("id").asString());
    var ledger = new Ledger(api);
    try (var blocks =
        RecordBlocks.open(
            new ByteArrayInputStream(file.getBytes(UTF_8)), Delimiter.COMMA, 1_000, 1 << 20)) {
      for (var row : blocks.next().rows()) {
        var outcome = outcomes[(int) row.number() - 1];
        ledger.row(
            id,
            row.number(),
            row.offset(),
            row.length(),
            outcome,
            outcome.equals("rejected") ? ERRORS : null);
      }
    } catch (IOException | FileRefused e) {
      throw new IllegalStateException(e);
    }
    var completed = new CompletedImport(api, id);
    completed.settle("completed");
    return completed;
  }

  public UUID id() {
    return id;
  }

  String path(String sub) {
    return "/v1/imports/" + id + sub;
  }

  /** As a workflow leaves it at its end, or shows it. */
  void settle(String status) {
    change(
        """
        update csr.import_jobs j
        set status = '%s', finished_stage = 'merged', rating_scale = 'unit',
          finished_at = case when '%1$s' in ('correcting', 'undoing') then null else now() end,
          read_rows = l.read, accepted_rows = l.accepted, rejected_rows = l.rejected, duplicate_rows = l.duplicate
        from (select count(*) as read, count(*) filter (where outcome = 'accepted') as accepted,
            count(*) filter (where outcome = 'rejected') as rejected,
            count(*) filter (where outcome = 'duplicate') as duplicate
          from csr.import_rows where import_id = '%2$s') l
        where j.import_id = '%2$s'
        """
            .formatted(status, id));
    change(
        """
        insert into csr.import_error_counts (tenant_id, import_id, code, column_name, found_rows, open_rows)
        select tenant_id, import_id, 'E001', 'participant_email', rejected_rows, rejected_rows
        from csr.import_jobs where import_id = '%s' and rejected_rows > 0
        on conflict do nothing
        """
            .formatted(id));
  }

  /** What a correction that was run to its end leaves: its rows are accepted. */
  void corrected(int attempt, long... rows) {
    for (var row : rows) {
      change(
          """
          update csr.import_rows set outcome = 'accepted', errors = null, attempt = %d, attempt_row = 1
          where import_id = '%s' and row_number = %d
          """
              .formatted(attempt, id, row));
    }
    change(
        "update csr.import_attempts set status = 'completed', finished_at = now() where import_id = '%s' and attempt = %d"
            .formatted(id, attempt));
    settle("completed");
  }

  void set(Map<String, String> columns) {
    columns.forEach((column, value) ->
        change(
            "update csr.import_jobs set %s = %s where import_id = '%s'"
                .formatted(column, value, id)));
  }

  private void change(String sql) {
    api.worker().change(Api.TENANT, db -> db.execute(sql));
  }
}
