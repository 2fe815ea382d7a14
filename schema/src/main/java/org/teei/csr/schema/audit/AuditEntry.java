package org.teei.csr.schema.audit;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who did what to which thing. Ids only: an entry outlives the erasure of the persons it names.
 *
 * @param actor id of the principal, or of the part of the platform that acted
 * @param action such as {@code imports.cancelled}
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
    Map<String, ?> details) {}
