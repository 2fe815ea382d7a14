package org.teei.csr.api.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_PREVIEWS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_ROWS;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.imports.ImportPreview.Action;
import org.teei.csr.api.imports.ImportPreview.Change;
import org.teei.csr.api.imports.ImportPreview.PreviewRow;
import org.teei.csr.api.imports.ImportPreview.Totals;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.shared.Page;
import org.teei.csr.engines.imports.ColumnSpec;
import org.teei.csr.engines.imports.ImportSchemas;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.jooq.tables.records.ImportJobsRecord;
import org.teei.csr.schema.personaldata.PersonKey;
import org.teei.csr.schema.personaldata.PersonKeys;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.ImportStatus;

/**
 * Shows what the rows of an import would do. Values of free columns are shown to who may reveal
 * contact data, to others only that they change; free text is shown to nobody, as it is not
 * screened. Each look is on record.
 */
@Component
final class ImportPreviews {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Field<Long> ROW = DSL.field(DSL.name("row_number"), Long.class);
  private static final Field<String> ACTION = DSL.field(DSL.name("action"), String.class);

  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final PersonKeys personKeys;

  ImportPreviews(
      Tenancy tenancy, CurrentPrincipal principals, AuditTrail trail, PersonKeys personKeys) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.trail = trail;
    this.personKeys = personKeys;
  }

  ImportPreview get(UUID id, @Nullable Action action, Page.Range range) {
    var tenant = principals.get().tenant();
    return tenancy.write(
        tenant,
        db -> {
          var job = ImportJobs.find(db, tenant, id);
          requirePreview(job);
          Audit.append(
              db,
              trail.entry("imports.preview-read", "import", id).withWorkflow(job.getWorkflowId()));
          return new ImportPreview(totals(db, job), page(db, job, action, range));
        });
  }

  private static void requirePreview(ImportJobsRecord job) {
    var status = ImportJob.status(job);
    var there =
        switch (job.getMode()) {
          case "review" -> status == ImportStatus.AWAITING_APPROVAL;
          case "dry-run" -> status == ImportStatus.COMPLETED;
          default -> false;
        };
    if (!there) {
      throw ProblemException.inState(ImportProblem.NO_PREVIEW, status.spelling());
    }
  }

  private static Totals totals(DSLContext db, ImportJobsRecord job) {
    var counts =
        db.select(ACTION, DSL.count())
            .from(lines(job).asTable("line"))
            .groupBy(ACTION)
            .fetchMap(row -> Action.of(row.value1()), row -> row.value2().longValue());
    return new Totals(
        counts.getOrDefault(Action.CREATE, 0L),
        counts.getOrDefault(Action.UPDATE, 0L),
        counts.getOrDefault(Action.DUPLICATE, 0L),
        counts.getOrDefault(Action.REJECT, 0L));
  }

  /**
   * Rows that were judged when the file was checked are in the ledger, all others in the preview.
   */
  private static Select<? extends Record> lines(ImportJobsRecord job) {
    var preview =
        DSL.select(
                IMPORT_PREVIEWS.ROW_NUMBER.as(ROW),
                IMPORT_PREVIEWS.ACTION.as(ACTION),
                IMPORT_PREVIEWS.ENTITY_ID,
                IMPORT_PREVIEWS.PERSON_ID,
                IMPORT_PREVIEWS.CHANGES_CIPHERTEXT,
                IMPORT_PREVIEWS.ERRORS)
            .from(IMPORT_PREVIEWS)
            .where(
                IMPORT_PREVIEWS.TENANT_ID.eq(job.getTenantId()),
                IMPORT_PREVIEWS.IMPORT_ID.eq(job.getImportId()));
    var judged =
        DSL.select(
                IMPORT_ROWS.ROW_NUMBER,
                DSL.when(IMPORT_ROWS.OUTCOME.eq("rejected"), "reject").otherwise("duplicate"),
                IMPORT_ROWS.ENTITY_ID,
                DSL.castNull(IMPORT_PREVIEWS.PERSON_ID),
                DSL.castNull(IMPORT_PREVIEWS.CHANGES_CIPHERTEXT),
                IMPORT_ROWS.ERRORS)
            .from(IMPORT_ROWS)
            .where(
                IMPORT_ROWS.TENANT_ID.eq(job.getTenantId()),
                IMPORT_ROWS.IMPORT_ID.eq(job.getImportId()),
                IMPORT_ROWS.OUTCOME.in("rejected", "duplicate"),
                DSL.notExists(
                    DSL.selectOne()
                        .from(IMPORT_PREVIEWS)
                        .where(
                            IMPORT_PREVIEWS.TENANT_ID.eq(IMPORT_ROWS.TENANT_ID),
                            IMPORT_PREVIEWS.IMPORT_ID.eq(IMPORT_ROWS.IMPORT_ID),
                            IMPORT_PREVIEWS.ROW_NUMBER.eq(IMPORT_ROWS.ROW_NUMBER))));
    return preview.unionAll(judged);
  }

  private Page<PreviewRow> page(
      DSLContext db, ImportJobsRecord job, @Nullable Action action, Page.Range range) {
    Condition wanted = action == null ? DSL.noCondition() : ACTION.eq(action.spelling());
    var line = lines(job).asTable("line");
    var rows =
        db.select(line.fields())
            .from(line)
            .where(wanted)
            .orderBy(ROW)
            .limit(range.pageSize())
            .offset(range.offset())
            .fetch();
    var total = db.fetchCount(DSL.selectOne().from(line).where(wanted));
    var people =
        rows.stream()
            .map(row -> row.get(IMPORT_PREVIEWS.PERSON_ID))
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    var keys = personKeys.load(db, job.getTenantId(), people);
    Map<String, @Nullable Object> filters = new HashMap<>();
    filters.put("action", action == null ? null : action.spelling());
    return Page.of(
        new Page.Slice<>(rows, total),
        range,
        "/v1/imports/" + job.getImportId() + "/preview",
        filters,
        row -> shape(job, row, keys));
  }

  private PreviewRow shape(ImportJobsRecord job, Record row, Map<UUID, PersonKey> keys) {
    var number = row.get(ROW);
    var key = keys.get(row.get(IMPORT_PREVIEWS.PERSON_ID));
    var ciphertext = row.get(IMPORT_PREVIEWS.CHANGES_CIPHERTEXT);
    List<Change> changes =
        key == null || ciphertext == null
            ? List.of()
            : changes(
                job,
                key.decrypt(
                    IMPORT_PREVIEWS.getName(),
                    IMPORT_PREVIEWS.CHANGES_CIPHERTEXT.getName(),
                    Ids.derived(job.getImportId(), "preview/" + number),
                    ciphertext));
    return new PreviewRow(
        number,
        Action.of(row.get(ACTION)),
        row.get(IMPORT_PREVIEWS.ENTITY_ID),
        changes,
        ImportRow.errors(row.get(IMPORT_PREVIEWS.ERRORS)));
  }

  private List<Change> changes(ImportJobsRecord job, byte[] stored) {
    try {
      return JSON.readValue(stored, new TypeReference<List<Change>>() {}).stream()
          .map(change -> shows(job, change.column()) ? change : change.withoutValues())
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("Stored changes are JSON", e);
    }
  }

  /** Dates, figures and closed words are shown to all who see the import. */
  private boolean shows(ImportJobsRecord job, String name) {
    return principals.get().may(Permission.PROFILES_REVEAL)
        || ImportSchemas.all().stream()
            .filter(schema -> schema.kind().id().equals(job.getKind()))
            .map(schema -> schema.columns())
            .flatMap(Collection::stream)
            .filter(column -> column.name().equals(name))
            .anyMatch(ImportPreviews::isClosed);
  }

  private static boolean isClosed(ColumnSpec column) {
    return switch (column.type()) {
      case INSTANT, INTEGER, DECIMAL, CHOICE, CONTAINS_CHOICE, UUID -> true;
      case TEXT, EMAIL, LIST, JSON_OBJECT -> false;
    };
  }
}
