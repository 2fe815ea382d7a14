package org.teei.csr.schema.events;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A committed event.
 *
 * @param position order of commits within the tenant, without gaps
 * @param subjectVersion order of events about the person, without gaps
 * @param data a JSON object
 */
public record OutboxEvent(
    String tenant,
    long position,
    UUID eventId,
    String type,
    UUID personId,
    long subjectVersion,
    String data,
    @Nullable String correlationId,
    @Nullable String traceParent,
    Instant occurredAt) {}
