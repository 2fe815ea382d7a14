package org.teei.csr.schema.events;

import java.util.Map;
import java.util.UUID;

/**
 * An event about to be appended.
 *
 * @param eventId made by the writer, new for each event
 * @param personId the person whom it is about; its versions count the events of this person
 * @param data ids, figures, dates and closed words; never free text or contact data
 */
public record NewEvent(UUID eventId, String type, UUID personId, Map<String, ?> data) {}
