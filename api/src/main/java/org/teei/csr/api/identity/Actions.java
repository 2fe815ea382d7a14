package org.teei.csr.api.identity;

import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.audit.Decision;
import org.teei.csr.schema.audit.Decisions;
import org.teei.csr.schema.shared.Ids;

/** Puts what the current principal does on record, in the transaction of the change. */
@Component
public final class Actions {
  private final CurrentPrincipal principals;

  Actions(CurrentPrincipal principals) {
    this.principals = principals;
  }

  /** Appends an audit entry. */
  public void note(
      DSLContext db,
      String action,
      String resourceType,
      String resourceId,
      Map<String, ?> details) {
    var who = principals.get();
    Audit.append(
        db,
        new AuditEntry(
            who.tenant(),
            Ids.next(),
            who.name(),
            who.role(),
            action,
            resourceType,
            resourceId,
            null,
            requestId(),
            details));
  }

  /** Records a decision with its audit entry and gives its id. */
  public UUID decide(
      DSLContext db,
      String action,
      String resourceType,
      String resourceId,
      @Nullable String reason) {
    var who = principals.get();
    var id = Ids.next();
    Decisions.record(
        db,
        new Decision(
            who.tenant(), id, who.name(), who.role(), action, resourceType, resourceId, reason),
        requestId());
    return id;
  }

  private static @Nullable String requestId() {
    return MDC.get("requestId");
  }
}
