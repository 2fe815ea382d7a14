package org.teei.csr.activities.profiles;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.teei.csr.activities.shared.Event;
import org.teei.csr.activities.shared.PoisonEventException;

/**
 * Entries of things that are gone because the import that brought them was taken back; an entry
 * bears the id of its thing, whatever its kind. A thing that stands as before is told by an event
 * of its own.
 */
final class RemovedEntries {
  private RemovedEntries() {}

  static void remove(DSLContext db, String tenant, List<Event> reversed) {
    List<Event> removals =
        reversed.stream().filter(event -> text(event, "reversal").equals("removed")).toList();
    if (removals.isEmpty()) {
      return;
    }
    db.execute(
        "delete from csr.profile_timeline where {0}",
        Entries.of(
            tenant,
            DSL.sql(
                "unnest({0}, {1}) as wanted (entry_id, position)",
                DSL.val(Rows.column(removals, RemovedEntries::entry, UUID[]::new)),
                DSL.val(Rows.column(removals, Event::position, Long[]::new))),
            DSL.trueCondition()));
  }

  private static UUID entry(Event event) {
    try {
      return UUID.fromString(text(event, "entityId"));
    } catch (IllegalArgumentException e) {
      throw new PoisonEventException("profiles/event-incomplete");
    }
  }

  private static String text(Event event, String name) {
    JsonNode value = event.data().path(name);
    if (!value.isTextual()) {
      throw new PoisonEventException("profiles/event-incomplete");
    }
    return value.asText();
  }
}
