package org.teei.csr.api.imports;

import static org.teei.csr.schema.jooq.Tables.BUDDY_CHECKINS;
import static org.teei.csr.schema.jooq.Tables.BUDDY_EVENTS;
import static org.teei.csr.schema.jooq.Tables.BUDDY_FEEDBACK;
import static org.teei.csr.schema.jooq.Tables.BUDDY_MATCHES;
import static org.teei.csr.schema.jooq.Tables.COURSE_COMPLETIONS;
import static org.teei.csr.schema.jooq.Tables.CREDENTIALS;
import static org.teei.csr.schema.jooq.Tables.SESSIONS;
import static org.teei.csr.schema.jooq.Tables.USER_RECORDS;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.shared.Page;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.schema.imports.Reversals;
import org.teei.csr.schema.jooq.tables.records.ImportJobsRecord;
import org.teei.csr.schema.tenancy.Tenancy;

/** Foretells what would come of it if an import were taken back; nothing is written. */
@Component
final class UndoPreviews {
  private final Tenancy tenancy;
  private final CurrentPrincipal principals;

  UndoPreviews(Tenancy tenancy, CurrentPrincipal principals) {
    this.tenancy = tenancy;
    this.principals = principals;
  }

  UndoPreview of(UUID id, RowReversal.@Nullable Outcome only, Page.Range range) {
    var tenant = principals.get().tenant();
    return tenancy.read(
        tenant,
        db -> {
          var job = ImportJobs.find(db, tenant, id);
          Undos.requireUndoable(job);
          var reversals = new Reversals(table(job));
          var counts = reversals.counts(db, tenant, id);
          var undo = new ImportJob.Undo(counts.reversed(), counts.kept(), counts.failed());
          var wanted = only == null ? null : Reversals.Outcome.of(only.spelling());
          var slice =
              new Page.Slice<>(
                  reversals.page(db, tenant, id, wanted, range.pageSize(), range.offset()),
                  undo.of(only));
          Map<String, @Nullable Object> filters = new HashMap<>();
          filters.put("dryRun", true);
          filters.put("reversal", only == null ? null : only.spelling());
          return new UndoPreview(
              id,
              undo,
              Page.of(slice, range, "/v1/imports/" + id + "/undo", filters, UndoPreview.Row::of));
        });
  }

  /** Where the rows of a kind land. */
  private static Table<?> table(ImportJobsRecord job) {
    return switch (ImportKind.of(job.getKind()).orElseThrow()) {
      case SESSIONS -> SESSIONS;
      case USERS -> USER_RECORDS;
      case MATCHES -> BUDDY_MATCHES;
      case EVENTS -> BUDDY_EVENTS;
      case CHECKINS -> BUDDY_CHECKINS;
      case FEEDBACK -> BUDDY_FEEDBACK;
      case COMPLETIONS -> COURSE_COMPLETIONS;
      case CREDENTIALS -> CREDENTIALS;
    };
  }
}
