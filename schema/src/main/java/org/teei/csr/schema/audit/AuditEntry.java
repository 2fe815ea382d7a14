package org.teei.csr.schema.audit;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.shared.Ids;

/**
 * Who did what to which thing. Ids only: an entry outlives the erasure of the persons it names.
 *
 * @param actor id of the principal, or of the part of the platform that acted
 * @param action such as {@code imports.cancelled}: feature, dot, what was done
 * @param decisionId the decision behind it
 * @param requestId the HTTP request that brought it
 * @param workflowId the workflow that carries the work, or is told something
 * @param changes what fields were and are
 * @param details ids, counts and closed words
 */
public record AuditEntry(
    String tenant,
    UUID entryId,
    String actor,
    String actorRole,
    String action,
    String resourceType,
    String resourceId,
    @Nullable UUID decisionId,
    @Nullable String requestId,
    @Nullable String workflowId,
    Purpose purpose,
    List<Change> changes,
    Map<String, ?> details) {

  public AuditEntry {
    changes = List.copyOf(changes);
  }

  /** An entry of no workflow that changes no fields. */
  public AuditEntry(
      String tenant,
      UUID entryId,
      String actor,
      String actorRole,
      String action,
      String resourceType,
      String resourceId,
      @Nullable UUID decisionId,
      @Nullable String requestId,
      Map<String, ?> details) {
    this(
        tenant,
        entryId,
        actor,
        actorRole,
        action,
        resourceType,
        resourceId,
        decisionId,
        requestId,
        null,
        Purpose.of(actorRole, action),
        List.of(),
        details);
  }

  /** A new entry of somebody's action on a thing, without anything more. */
  public static AuditEntry of(
      String tenant,
      String actor,
      String actorRole,
      String action,
      String resourceType,
      String resourceId) {
    return new AuditEntry(
        tenant,
        Ids.next(),
        actor,
        actorRole,
        action,
        resourceType,
        resourceId,
        null,
        null,
        Map.of());
  }

  public AuditEntry withDecision(UUID decision) {
    return copy(decision, requestId, workflowId, changes, details);
  }

  public AuditEntry withRequest(@Nullable String request) {
    return copy(decisionId, request, workflowId, changes, details);
  }

  public AuditEntry withWorkflow(String workflow) {
    return copy(decisionId, requestId, workflow, changes, details);
  }

  public AuditEntry withChanges(Change... changed) {
    return copy(decisionId, requestId, workflowId, List.of(changed), details);
  }

  public AuditEntry withDetails(Map<String, ?> more) {
    return copy(decisionId, requestId, workflowId, changes, more);
  }

  private AuditEntry copy(
      @Nullable UUID decision,
      @Nullable String request,
      @Nullable String workflow,
      List<Change> changed,
      Map<String, ?> more) {
    return new AuditEntry(
        tenant,
        entryId,
        actor,
        actorRole,
        action,
        resourceType,
        resourceId,
        decision,
        request,
        workflow,
        purpose,
        changed,
        more);
  }
}
