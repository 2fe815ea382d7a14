package org.teei.csr.activities.imports;

import java.util.List;
import java.util.UUID;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.imports.RangeUndone;
import org.teei.csr.workflows.imports.UndoActivities;
import org.teei.csr.workflows.imports.UndoCounts;
import org.teei.csr.workflows.imports.UndoFinish;
import org.teei.csr.workflows.imports.UndoRange;

/** Takes imports back as API and workflow do when there is no trouble. */
final class Undos {
  private final ImportFixture imports;

  Undos(ImportFixture imports) {
    this.imports = imports;
  }

  UndoActivities activities() {
    return activities(imports.worker);
  }

  UndoActivities activities(Tenancy tenancy) {
    return new UndoActivitiesImpl(tenancy, imports.personKeys, () -> progress -> {});
  }

  /** What the API does; gives the attempt. */
  ImportRef begin(ImportRef ref) {
    return new Tenancy(imports.database.api())
        .write(
            imports.tenant,
            db -> {
              int attempt =
                  db.fetchSingle(
                          "select coalesce(max(attempt), 0) + 1 from csr.import_attempts where import_id = ?",
                          ref.importId())
                      .get(0, Integer.class);
              ImportRef undo = new ImportRef(ref.tenant(), ref.importId(), attempt);
              db.execute(
                  """
                  insert into csr.import_attempts (tenant_id, import_id, attempt, kind, workflow_id, created_by)
                  values (?, ?, ?, 'undo', ?, 'test')
                  """,
                  imports.tenant,
                  ref.importId(),
                  attempt,
                  ImportNames.undoWorkflowId(ref.tenant(), ref.importId(), attempt));
              db.execute(
                  "update csr.import_jobs set status = 'undoing', finished_at = null, problem = null where import_id = ?",
                  ref.importId());
              return undo;
            });
  }

  UndoCounts undo(ImportRef ref) {
    return run(activities(), begin(ref));
  }

  UndoCounts run(UndoActivities activities, ImportRef undo) {
    UndoRange next = first(undo);
    while (next != null) {
      RangeUndone undone = activities.undo(next);
      next = undone.next();
    }
    activities.removePeople(undo);
    return activities.finishUndo(new UndoFinish(undo, ImportStatus.UNDONE, null));
  }

  static UndoRange first(ImportRef undo) {
    return new UndoRange(undo, undo.attempt() - 1, Long.MAX_VALUE);
  }

  /** How often something is there in the company. */
  long count(String table) {
    return imports.count(
        "select count(*) from csr.%s where tenant_id = ?".formatted(table), imports.tenant);
  }

  /** What became of the rows of an import, in order, with the reason. */
  List<String> reversals(ImportRef ref) {
    return imports.ledger(ref).stream()
        .map(row ->
            row.get("reversal_reason") == null
                ? String.valueOf(row.get("reversal"))
                : row.get("reversal") + " " + row.get("reversal_reason"))
        .toList();
  }

  /** Type of the problem that an import ended with. */
  String problem(ImportRef ref) {
    return (String)
        imports
            .row(
                "select problem ->> 'type' as type from csr.import_jobs where import_id = ?",
                ref.importId())
            .get("type");
  }

  UUID idOf(String externalId) {
    return (UUID)
        imports
            .row(
                "select session_id from csr.sessions where tenant_id = ? and external_id = ?",
                imports.tenant,
                externalId)
            .get("session_id");
  }
}
