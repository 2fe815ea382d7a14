package org.teei.csr.api.imports.groups;

import static org.teei.csr.schema.jooq.Tables.IMPORT_GROUPS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_GROUP_FILES;
import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.idempotency.IdempotentRequests.Answer;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.imports.RequestedOptions;
import org.teei.csr.api.imports.RequestedReading;
import org.teei.csr.api.imports.groups.GroupsController.NewGroup;
import org.teei.csr.api.imports.groups.GroupsController.NewGroupFile;
import org.teei.csr.api.imports.uploads.Uploads;
import org.teei.csr.api.observability.TraceContext;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.Page;
import org.teei.csr.api.shared.WorkflowStarts;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.Change;
import org.teei.csr.schema.imports.NewImport;
import org.teei.csr.schema.jooq.tables.records.ImportGroupsRecord;
import org.teei.csr.schema.operations.StartIntent;
import org.teei.csr.schema.operations.StartIntents;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.imports.groups.GroupNames;
import org.teei.csr.workflows.imports.groups.GroupRef;
import org.teei.csr.workflows.imports.groups.GroupStatus;
import org.teei.csr.workflows.shared.TenantId;

/** Makes and reads groups of imports. */
@Component
final class Groups {
  static final String RESOURCE = "import-group";

  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final IdempotentRequests requests;
  private final WorkflowStarts starts;
  private final Uploads uploads;
  private final GroupRows rows;

  Groups(
      Tenancy tenancy,
      CurrentPrincipal principals,
      AuditTrail trail,
      IdempotentRequests requests,
      WorkflowStarts starts,
      Uploads uploads,
      GroupRows rows) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.trail = trail;
    this.requests = requests;
    this.starts = starts;
    this.uploads = uploads;
    this.rows = rows;
  }

  ResponseEntity<byte[]> create(NewGroup wanted, @Nullable String key) {
    var kind = RequestedOptions.kind(wanted.kind());
    var options = RequestedOptions.checked(wanted.options());
    var reading = RequestedReading.checked(kind, wanted.reading());
    checkFiles(wanted.files());
    return requests.answer(
        principals.get(),
        "POST " + GroupsController.PATH,
        key,
        List.of(Json.of(wanted).getBytes(StandardCharsets.UTF_8)),
        id -> created(id, wanted, options, reading));
  }

  private Answer created(
      UUID request, NewGroup wanted, NewImport.Options options, RequestedReading.Kept reading) {
    var tenant = principals.get().tenant();
    var made =
        tenancy.write(
            tenant,
            db -> {
              var id = free(db, tenant, request);
              var intent = intent(tenant, id);
              return insert(db, intent, id, wanted, options, reading)
                  ? intent
                  : find(db, tenant, id);
            });
    var id =
        switch (made) {
          case StartIntent intent -> {
            starts.soon(intent);
            yield UUID.fromString(intent.businessRef());
          }
          case ImportGroupsRecord there -> there.getGroupId();
          default -> throw new IllegalStateException("A group is made or there");
        };
    return new Answer(202, get(id).group(), URI.create(GroupsController.PATH + "/" + id));
  }

  /** The id for a request, behind those of earlier uses of its key. */
  private static UUID free(DSLContext db, String tenant, UUID request) {
    return IdempotentRequests.unused(
        request,
        id ->
            db.fetchExists(
                IMPORT_GROUPS,
                IMPORT_GROUPS.TENANT_ID.eq(tenant),
                IMPORT_GROUPS.GROUP_ID.eq(id),
                IMPORT_GROUPS.CREATED_AT.le(
                    DSL.currentInstant().minus(DayToSecond.valueOf(IdempotentRequests.LIFETIME)))));
  }

  private boolean insert(
      DSLContext db,
      StartIntent intent,
      UUID id,
      NewGroup wanted,
      NewImport.Options options,
      RequestedReading.Kept reading) {
    var who = principals.get();
    var made =
        db.insertInto(IMPORT_GROUPS)
            .set(IMPORT_GROUPS.TENANT_ID, who.tenant())
            .set(IMPORT_GROUPS.GROUP_ID, id)
            .set(IMPORT_GROUPS.NAME, wanted.name())
            .set(IMPORT_GROUPS.KIND, wanted.kind())
            .set(IMPORT_GROUPS.OPTIONS, JSONB.valueOf(Json.of(options)))
            .set(IMPORT_GROUPS.MAPPING, reading.mapping())
            .set(IMPORT_GROUPS.DECLARED, reading.declared())
            .set(IMPORT_GROUPS.FILE_ORDER, wanted.order().spelling())
            .set(IMPORT_GROUPS.ON_FAILURE, wanted.onFailure().spelling())
            .set(IMPORT_GROUPS.WORKFLOW_ID, intent.workflowId())
            .set(IMPORT_GROUPS.CREATED_BY, who.name())
            .onConflictDoNothing()
            .execute();
    if (made == 0) {
      return false;
    }
    var position = 0;
    for (var file : wanted.files()) {
      position++;
      db.insertInto(IMPORT_GROUP_FILES)
          .set(IMPORT_GROUP_FILES.TENANT_ID, who.tenant())
          .set(IMPORT_GROUP_FILES.GROUP_ID, id)
          .set(IMPORT_GROUP_FILES.POSITION, position)
          .set(IMPORT_GROUP_FILES.UPLOAD_ID, file.uploadId())
          .set(IMPORT_GROUP_FILES.SOURCE_IMPORT_ID, file.importId())
          .execute();
    }
    StartIntents.add(db, intent);
    Audit.append(
        db,
        trail
            .entry("imports.create-group", RESOURCE, id)
            .withWorkflow(intent.workflowId())
            .withChanges(new Change("status", null, GroupStatus.QUEUED.spelling()))
            .withDetails(Map.of("kind", wanted.kind(), "files", wanted.files().size())));
    return true;
  }

  /** Names each file that cannot be imported, before anything is made. */
  private void checkFiles(List<NewGroupFile> files) {
    List<Fault> faults = new ArrayList<>();
    var named = new HashSet<UUID>();
    for (var i = 0; i < files.size(); i++) {
      var file = files.get(i);
      var upload = file.uploadId();
      var kept = file.importId();
      var pointer = "/files/" + i;
      if ((upload == null) == (kept == null)) {
        faults.add(Fault.ofMember(pointer, "invalid", "Has either uploadId or importId."));
      } else if (!named.add(upload == null ? kept : upload)) {
        faults.add(Fault.ofMember(pointer, "repeated", "Is named once."));
      } else if (upload != null && !complete(upload)) {
        faults.add(
            Fault.ofMember(pointer + "/uploadId", "unusable", "Is a complete upload of yours."));
      } else if (kept != null && !kept(kept)) {
        faults.add(
            Fault.ofMember(
                pointer + "/importId", "unusable", "Is an import whose file is still kept."));
      }
    }
    if (!faults.isEmpty()) {
      throw ProblemException.of(RequestProblem.INVALID_BODY, faults);
    }
  }

  private boolean complete(UUID upload) {
    try {
      return uploads.finished(upload).getReceived() > 0;
    } catch (ProblemException notThere) {
      return false;
    }
  }

  private boolean kept(UUID importId) {
    var tenant = principals.get().tenant();
    return tenancy.read(
        tenant,
        db ->
            db.fetchExists(
                IMPORT_JOBS,
                IMPORT_JOBS.TENANT_ID.eq(tenant),
                IMPORT_JOBS.IMPORT_ID.eq(importId),
                IMPORT_JOBS.STORED_OBJECT.ne(""),
                IMPORT_JOBS.EXPIRES_AT.gt(DSL.currentInstant())));
  }

  ImportGroup.Report get(UUID id) {
    var tenant = principals.get().tenant();
    return tenancy.read(tenant, db -> rows.report(db, find(db, tenant, id)));
  }

  ImportGroupsRecord row(UUID id) {
    var tenant = principals.get().tenant();
    return tenancy.read(tenant, db -> find(db, tenant, id));
  }

  Page<ImportGroup> list(Page.Range range) {
    var tenant = principals.get().tenant();
    var own = IMPORT_GROUPS.TENANT_ID.eq(tenant);
    return tenancy.read(
        tenant,
        db ->
            Page.of(
                new Page.Slice<>(
                    db.selectFrom(IMPORT_GROUPS)
                        .where(own)
                        .orderBy(IMPORT_GROUPS.CREATED_AT.desc(), IMPORT_GROUPS.GROUP_ID.desc())
                        .limit(range.pageSize())
                        .offset(range.offset())
                        .fetch(),
                    db.fetchCount(IMPORT_GROUPS, own)),
                range,
                GroupsController.PATH,
                Map.of(),
                row -> rows.shape(db, row)));
  }

  private static ImportGroupsRecord find(DSLContext db, String tenant, UUID id) {
    return db.selectFrom(IMPORT_GROUPS)
        .where(IMPORT_GROUPS.TENANT_ID.eq(tenant), IMPORT_GROUPS.GROUP_ID.eq(id))
        .fetchOptional()
        .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
  }

  private static StartIntent intent(String tenant, UUID id) {
    var tenantId = new TenantId(tenant);
    return new StartIntent(
        tenant,
        Ids.next(),
        ImportNames.FEATURE,
        GroupNames.WORKFLOW_TYPE,
        GroupNames.workflowId(tenantId, id),
        GroupNames.TASK_QUEUE,
        Json.of(new GroupRef(tenantId, id)),
        GroupNames.SUMMARY,
        id.toString(),
        GroupNames.PRIORITY,
        TraceContext.parent());
  }
}
