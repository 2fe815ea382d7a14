package org.teei.csr.api.identity;

import java.util.Map;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;
import org.teei.csr.schema.audit.AuditEntry;

/**
 * Begins audit entries about what the current principal does or sees in this request. Who begins
 * one adds what else there is to say and appends it in the transaction that changes or reads.
 */
@Component
public final class AuditTrail {
  private final CurrentPrincipal principals;

  AuditTrail(CurrentPrincipal principals) {
    this.principals = principals;
  }

  /**
   * @param action such as {@code imports.cancel}: feature, dot, what is done
   */
  public AuditEntry entry(String action, String resourceType, Object resourceId) {
    return entryOf(principals.get().tenant(), action, resourceType, resourceId);
  }

  /**
   * An entry on another company's record, where the platform's staff act on it; its details say of
   * which tenant who acted is.
   *
   * @param tenant whose record it is
   */
  public AuditEntry entryOf(String tenant, String action, String resourceType, Object resourceId) {
    var who = principals.get();
    var entry =
        AuditEntry.of(tenant, who.name(), who.role(), action, resourceType, resourceId.toString())
            .withRequest(MDC.get("requestId"));
    return who.tenant().equals(tenant)
        ? entry
        : entry.withDetails(Map.of("actorTenant", who.tenant()));
  }
}
