package org.teei.csr.api.imports.groups;

import static org.teei.csr.schema.jooq.Tables.IMPORT_GROUP_FILES;
import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.teei.csr.api.imports.RequestedOptions;
import org.teei.csr.api.imports.RequestedReading;
import org.teei.csr.api.imports.groups.ImportGroup.Counts;
import org.teei.csr.api.imports.groups.ImportGroup.File;
import org.teei.csr.api.imports.groups.ImportGroup.Files;
import org.teei.csr.api.imports.groups.ImportGroup.OnFailure;
import org.teei.csr.api.imports.groups.ImportGroup.Order;
import org.teei.csr.api.shared.WorkflowLinks;
import org.teei.csr.schema.imports.NewImport;
import org.teei.csr.schema.jooq.tables.records.ImportGroupsRecord;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.workflows.imports.groups.GroupStatus;

/** Makes what clients see of the rows of groups, their files and the imports of these. */
@Component
final class GroupRows {
  private static final List<String> UNSUCCESSFUL = List.of("failed", "cancelled", "expired");

  private static final Field<String> TYPE =
      DSL.field("{0} ->> 'type'", String.class, IMPORT_JOBS.PROBLEM);

  private final WorkflowLinks links;

  GroupRows(WorkflowLinks links) {
    this.links = links;
  }

  ImportGroup.Report report(DSLContext db, ImportGroupsRecord row) {
    var files = files(db, row);
    return new ImportGroup.Report(shape(row, files), files);
  }

  ImportGroup shape(DSLContext db, ImportGroupsRecord row) {
    return shape(row, files(db, row));
  }

  static GroupStatus status(ImportGroupsRecord row) {
    return GroupStatus.valueOf(row.getStatus().toUpperCase(Locale.ROOT));
  }

  private ImportGroup shape(ImportGroupsRecord row, List<File> files) {
    return new ImportGroup(
        row.getGroupId(),
        row.getName(),
        row.getKind(),
        status(row),
        Order.valueOf(row.getFileOrder().toUpperCase(Locale.ROOT)),
        OnFailure.valueOf(row.getOnFailure().toUpperCase(Locale.ROOT)),
        RequestedOptions.of(Json.read(row.getOptions().data(), NewImport.Options.class)),
        RequestedReading.of(row.getMapping(), row.getDeclared()),
        byStatus(files),
        sum(files),
        row.getProblem() == null ? null : problem(row.getProblem()),
        row.getCreatedAt(),
        row.getCreatedBy(),
        row.getFinishedAt(),
        row.getWorkflowId(),
        links.to(row.getWorkflowId()));
  }

  private static List<File> files(DSLContext db, ImportGroupsRecord group) {
    return db.select(
            IMPORT_GROUP_FILES.POSITION,
            IMPORT_GROUP_FILES.STATE,
            IMPORT_GROUP_FILES.PROBLEM,
            IMPORT_JOBS.IMPORT_ID,
            IMPORT_JOBS.STATUS,
            IMPORT_JOBS.READ_ROWS,
            IMPORT_JOBS.ACCEPTED_ROWS,
            IMPORT_JOBS.UPDATED_ROWS,
            IMPORT_JOBS.REJECTED_ROWS,
            IMPORT_JOBS.DUPLICATE_ROWS,
            IMPORT_JOBS.UNPROCESSED_ROWS,
            TYPE)
        .from(IMPORT_GROUP_FILES)
        .leftJoin(IMPORT_JOBS)
        .on(
            IMPORT_JOBS.TENANT_ID.eq(IMPORT_GROUP_FILES.TENANT_ID),
            IMPORT_JOBS.IMPORT_ID.eq(IMPORT_GROUP_FILES.IMPORT_ID))
        .where(
            IMPORT_GROUP_FILES.TENANT_ID.eq(group.getTenantId()),
            IMPORT_GROUP_FILES.GROUP_ID.eq(group.getGroupId()))
        .orderBy(IMPORT_GROUP_FILES.POSITION)
        .fetch(GroupRows::file);
  }

  private static File file(Record row) {
    var importId = row.get(IMPORT_JOBS.IMPORT_ID);
    if (importId == null) {
      return new File(
          row.get(IMPORT_GROUP_FILES.POSITION),
          row.get(IMPORT_GROUP_FILES.STATE),
          null,
          null,
          problem(row.get(IMPORT_GROUP_FILES.PROBLEM)));
    }
    return new File(
        row.get(IMPORT_GROUP_FILES.POSITION),
        row.get(IMPORT_JOBS.STATUS),
        importId,
        new Counts(
            row.get(IMPORT_JOBS.READ_ROWS),
            row.get(IMPORT_JOBS.ACCEPTED_ROWS),
            row.get(IMPORT_JOBS.UPDATED_ROWS),
            row.get(IMPORT_JOBS.REJECTED_ROWS),
            row.get(IMPORT_JOBS.DUPLICATE_ROWS),
            row.get(IMPORT_JOBS.UNPROCESSED_ROWS)),
        problem(row.get(TYPE)));
  }

  private static @Nullable URI problem(@Nullable String type) {
    return type == null ? null : URI.create("/problems/" + type);
  }

  private static Files byStatus(List<File> files) {
    var waiting = 0;
    var completed = 0;
    var failed = 0;
    var leftOut = 0;
    for (var file : files) {
      var status = file.status();
      waiting += status.equals("waiting") ? 1 : 0;
      completed += status.equals("completed") || status.equals("undone") ? 1 : 0;
      failed += status.equals("refused") || UNSUCCESSFUL.contains(status) ? 1 : 0;
      leftOut += status.equals("left_out") ? 1 : 0;
    }
    return new Files(
        files.size(),
        waiting,
        files.size() - waiting - completed - failed - leftOut,
        completed,
        failed,
        leftOut);
  }

  private static Counts sum(List<File> files) {
    Set<UUID> counted = new HashSet<>();
    var sum = new Counts(0, 0, 0, 0, 0, 0);
    for (var file : files) {
      var one = file.counts();
      if (one != null && file.importId() != null && counted.add(file.importId())) {
        sum =
            new Counts(
                sum.read() + one.read(),
                sum.accepted() + one.accepted(),
                sum.updated() + one.updated(),
                sum.rejected() + one.rejected(),
                sum.duplicate() + one.duplicate(),
                sum.unprocessed() + one.unprocessed());
      }
    }
    return sum;
  }
}
