package org.teei.csr.api.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.audit.Change;
import org.teei.csr.schema.jooq.tables.records.AuditEntriesRecord;

/**
 * Who did or saw what, when. Ids and closed words, never personal values.
 *
 * @param actor the principal, or the part of the platform that acted by itself
 * @param purpose what data was processed for; null in entries of earlier versions
 * @param decisionId the decision behind it
 * @param requestId the request that brought it
 * @param workflowId the workflow that carries the work, or was told something
 * @param changes fields with tokens of what they were and are; not shown to the platform's staff
 * @param details ids, counts and closed words; not shown to the platform's staff
 */
@Schema(name = "AuditEntry")
record AuditedAction(
    UUID id,
    Instant occurredAt,
    @Schema(example = "demo") String tenant,
    @Schema(example = "operator") String actor,
    @Schema(example = "company_admin") String role,
    @Schema(example = "profiles.viewed") String action,
    @Schema(example = "person") String resourceType,
    @Schema(example = "0198c0de-0000-7000-8000-000000000000") String resourceId,
    @Schema(example = "programme") @Nullable String purpose,
    @Nullable UUID decisionId,
    @Nullable String requestId,
    @Nullable String workflowId,
    @Nullable List<FieldChange> changes,
    @Nullable Map<String, Object> details) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What a field was and is. */
  @Schema(name = "AuditChange")
  record FieldChange(
      @Schema(example = "status") String field,
      @Schema(example = "expired") @Nullable String before,
      @Schema(example = "queued") @Nullable String after) {

    static FieldChange of(Change change) {
      return new FieldChange(change.field(), change.before(), change.after());
    }
  }

  static AuditedAction of(AuditEntriesRecord row) {
    return new AuditedAction(
        row.getEntryId(),
        row.getOccurredAt(),
        row.getTenantId(),
        row.getActor(),
        row.getActorRole(),
        row.getAction(),
        row.getResourceType(),
        row.getResourceId(),
        row.getPurpose(),
        row.getDecisionId(),
        row.getRequestId(),
        row.getWorkflowId(),
        row.getDetails() == null ? null : changes(row.getChanges()),
        row.getDetails() == null
            ? null
            : read(row.getDetails(), new TypeReference<Map<String, Object>>() {}));
  }

  private static List<FieldChange> changes(@Nullable JSONB stored) {
    return stored == null
        ? List.of()
        : read(stored, new TypeReference<List<Change>>() {}).stream().map(FieldChange::of).toList();
  }

  private static <T> T read(JSONB stored, TypeReference<T> type) {
    try {
      return JSON.readValue(stored.data(), type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Columns of an audit entry are JSON", e);
    }
  }
}
