package org.teei.csr.schema.audit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The authority behind a command to running work. REST checks it and sends only its id on.
 *
 * @param reason in the words of who decided; not for personal data
 */
public record Decision(
    String tenant,
    UUID decisionId,
    String actor,
    String actorRole,
    String action,
    String resourceType,
    String resourceId,
    @Nullable String reason) {}
