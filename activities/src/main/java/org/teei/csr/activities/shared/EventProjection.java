package org.teei.csr.activities.shared;

import java.util.List;
import org.jooq.DSLContext;

/** A view that is kept by events. */
public interface EventProjection {

  /** Name of the durable consumer; it never changes, for it stands for what was applied already. */
  String consumer();

  /** The types that it takes. */
  List<String> types();

  /**
   * Applies events of one tenant, oldest first, in the transaction of {@code db}. Each is given
   * once, but an event that was parked may come after later ones of other persons.
   *
   * @throws PoisonEventException if an event can never be applied as it is
   */
  void apply(DSLContext db, String tenant, List<Event> events);
}
