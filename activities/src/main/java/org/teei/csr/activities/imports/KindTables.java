package org.teei.csr.activities.imports;

import java.sql.Connection;

/** The table of each kind. */
final class KindTables {
  private KindTables() {}

  /** That of the kind of an import, for one transaction. */
  static KindTable<?, ?> of(Connection connection, ImportJob job, People people) {
    return switch (job.schema().kind()) {
      case SESSIONS -> new SessionTable(connection, job, people);
    };
  }
}
