package org.teei.csr.activities.profiles;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.teei.csr.activities.shared.Event;
import org.teei.csr.activities.shared.EventProjection;
import org.teei.csr.activities.shared.PoisonEventException;

/** Keeps {@code profile_timeline}: what persons took part in, each thing at its latest state. */
public final class TimelineProjection implements EventProjection {
  private static final Set<String> REVERSED = Set.of("imports.row.reversed");

  @Override
  public String consumer() {
    return "profile-timeline";
  }

  @Override
  public List<String> types() {
    return Stream.of(SessionTimeline.TYPES, BuddyTimeline.TYPES, REVERSED)
        .flatMap(Set::stream)
        .sorted()
        .toList();
  }

  @Override
  public void apply(DSLContext db, String tenant, List<Event> events) {
    if (!types().containsAll(events.stream().map(Event::type).toList())) {
      throw new PoisonEventException("profiles/unknown-event-type");
    }
    SessionTimeline.apply(db, tenant, of(SessionTimeline.TYPES, events));
    BuddyTimeline.apply(db, tenant, of(BuddyTimeline.TYPES, events));
    RemovedEntries.remove(db, tenant, of(REVERSED, events));
  }

  private static List<Event> of(Set<String> types, List<Event> events) {
    return events.stream().filter(event -> types.contains(event.type())).toList();
  }
}
