package org.teei.csr.activities.shared;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as consumers see it.
 *
 * @param type {@code <domain>.<entity>.<action>}
 * @param personId whom the event is about; events of one person reach a consumer in order
 * @param position place in the tenant's order of commits
 * @param subjectVersion place in the order of events about the person
 * @param traceParent W3C trace context of the change
 * @param data fields by the contract of the type
 */
public record Event(
    UUID id,
    String tenant,
    String type,
    UUID personId,
    long position,
    long subjectVersion,
    Instant occurredAt,
    @Nullable String correlationId,
    @Nullable String traceParent,
    JsonNode data) {}
