package org.teei.csr.activities.imports;

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
    return new MatchFacts()
        .with(idField, row.id())
        .with("matchId", row.candidate().place().match())
        .with("participantId", row.people().get(AboutMatchTable.PARTICIPANT))
        .with("buddyId", row.people().get(AboutMatchTable.BUDDY));
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
