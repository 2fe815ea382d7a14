package org.teei.csr.activities.imports;

import java.sql.Connection;

/** The table of each kind. */
final class KindTables {
  private KindTables() {}

  /** That of the kind of an import, for one transaction. */
  static KindTable<?, ?> of(Connection connection, ImportJob job, People people) {
    return switch (job.schema().kind()) {
      case MATCHES -> new MatchTable(connection, job, people);
      case EVENTS -> new BuddyEventTable(connection, job, people);
      case CHECKINS -> new CheckinTable(connection, job);
      case FEEDBACK -> new FeedbackTable(connection, job);
      case SESSIONS -> new SessionTable(connection, job, people);
      case USERS -> new UserTable(connection, job, people);
      case COMPLETIONS -> new CompletionTable(connection, job, people);
      case CREDENTIALS -> new CredentialTable(connection, job, people);
    };
  }
}
