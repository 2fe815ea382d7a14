package org.teei.csr.activities.profiles;

import org.jooq.Condition;
import org.jooq.SQL;
import org.jooq.impl.DSL;

/** Entries of timelines, by the things that they tell of. */
final class Entries {
  private Entries() {}

  /**
   * The entries of some things, locked, for a statement that changes them. Each thing is looked up
   * by itself: of a tenant that it has no statistics of, PostgreSQL would rather compare all
   * entries with all things.
   *
   * @param wanted the things, as a table {@code wanted} with {@code entry_id} and the {@code
   *     position} of an event; entries that a later one wrote are not among them
   * @param which what else is asked of an {@code entry}
   */
  static Condition of(String tenant, SQL wanted, Condition which) {
    return DSL.condition(
        """
        ctid = any (array(
          select found.ctid
          from {1}
            cross join lateral (
              select entry.ctid
              from csr.profile_timeline entry
              where entry.tenant_id = {0}
                and entry.entry_id = wanted.entry_id
                and entry.last_position < wanted.position
                and {2}
              offset 0
              for update) as found))
        """,
        DSL.val(tenant), wanted, which);
  }
}
