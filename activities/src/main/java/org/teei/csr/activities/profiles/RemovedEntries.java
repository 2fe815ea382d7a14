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
        """
        delete from csr.profile_timeline
        where ctid = any (array(
          select removed.ctid
          from unnest({1}, {2}) as gone (entry_id, position)
            cross join lateral (
              select entry.ctid
              from csr.profile_timeline entry
              where entry.tenant_id = {0}
                and entry.entry_id = gone.entry_id
                and entry.last_position < gone.position
              offset 0
              for update) as removed))
        """,
        DSL.val(tenant),
        DSL.val(removals.stream().map(RemovedEntries::entry).toArray(UUID[]::new)),
        DSL.val(removals.stream().map(Event::position).toArray(Long[]::new)));
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
