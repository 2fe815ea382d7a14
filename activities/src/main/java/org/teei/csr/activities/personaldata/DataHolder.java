package org.teei.csr.activities.personaldata;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Table;

/**
 * A feature's answer to where it keeps data of a person. Each table of the schema is claimed by one
 * holder, or one gives the reason why nothing in it belongs to a person.
 */
public interface DataHolder {

  /** The feature, one of the closed list. */
  String feature();

  /** The tables with rows that belong to a person. */
  Set<Table<?>> claimed();

  /** The feature's other tables, each with the reason why it is not claimed. */
  Map<Table<?>, String> unclaimed();

  /** How many rows of the claimed tables belong to the person. */
  long count(DSLContext db, String tenant, UUID personId);
}
