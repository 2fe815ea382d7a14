package org.teei.csr.activities.imports;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.imports.AboutMatch;
import org.teei.csr.engines.imports.EventRule.Fact;
import org.teei.csr.engines.imports.EventRule.Outcome;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.engines.imports.ImportSchemas;
import org.teei.csr.schema.events.NewEvent;
import org.teei.csr.schema.shared.Ids;

/**
 * The data of an event about something of a match: ids, dates, figures and closed words. What
 * people wrote stays where its readers are checked.
 */
final class MatchFacts {
  private final Map<String, Object> data = new LinkedHashMap<>();

  private MatchFacts() {}

  /**
   * @param idField what the event calls the id of the row
   */
  static MatchFacts of(String idField, Landed<? extends AboutMatch, ?> row) {
    return of(
        idField,
        row.id(),
        row.candidate().place().match(),
        row.people().get(AboutMatchTable.PARTICIPANT),
        row.people().get(AboutMatchTable.BUDDY));
  }

  /**
   * @param idField what the event calls the id of the row
   * @param idColumn what its table calls it
   * @param row of the table, with the people of its match
   */
  static MatchFacts of(String idField, String idColumn, ResultSet row) throws SQLException {
    return of(
        idField,
        row.getObject(idColumn, UUID.class),
        row.getObject("match_id", UUID.class),
        row.getObject("participant_id", UUID.class),
        row.getObject("buddy_id", UUID.class));
  }

  private static MatchFacts of(
      String idField, UUID id, @Nullable UUID match, UUID participant, UUID buddy) {
    return new MatchFacts()
        .with(idField, id)
        .with("matchId", match)
        .with("participantId", participant)
        .with("buddyId", buddy);
  }

  /** Leaves out what is not known. */
  MatchFacts with(String field, @Nullable Object value) {
    if (value != null) {
      data.put(field, value);
    }
    return this;
  }

  /**
   * The events by the table of the import schemas.
   *
   * @param person whom they are about
   */
  List<NewEvent> events(ImportKind kind, Outcome outcome, UUID person) {
    return ImportSchemas.eventTypes(kind, outcome, Set.of(Fact.ALWAYS)).stream()
        .map(type -> new NewEvent(Ids.next(), type, person, data))
        .toList();
  }
}
