package org.teei.csr.activities.imports;

import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.teei.csr.activities.imports.MatchTable.Existing;
import org.teei.csr.engines.imports.EventRule.Fact;
import org.teei.csr.engines.imports.EventRule.Outcome;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.engines.imports.ImportSchemas;
import org.teei.csr.engines.imports.MatchRow;
import org.teei.csr.schema.events.NewEvent;
import org.teei.csr.schema.shared.Ids;

/**
 * The events that a written match sets off, by the table of the import schemas. They are about the
 * participant and hold ids and dates: by what the two were matched is read where its readers are
 * checked.
 */
final class MatchEvents {
  private MatchEvents() {}

  static List<NewEvent> of(Landed<MatchRow, Existing> landed, MatchSpan span, Outcome outcome) {
    UUID participant = landed.people().getFirst();
    return ImportSchemas.eventTypes(ImportKind.MATCHES, outcome, facts(landed, span)).stream()
        .map(type -> new NewEvent(Ids.next(), type, participant, data(type, landed, span)))
        .toList();
  }

  private static Set<Fact> facts(Landed<MatchRow, Existing> landed, MatchSpan span) {
    Set<Fact> facts = EnumSet.of(Fact.ALWAYS);
    Existing before = landed.before();
    if (span.endedAt() != null && (before == null || before.span().endedAt() == null)) {
      facts.add(Fact.ENDED);
    }
    return facts;
  }

  private static Map<String, Object> data(
      String type, Landed<MatchRow, Existing> landed, MatchSpan span) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("matchId", landed.id());
    data.put("participantId", landed.people().get(0));
    data.put("buddyId", landed.people().get(1));
    data.put("matchedAt", span.matchedAt());
    switch (type) {
      case "buddy.match.created" -> {}
      case "buddy.match.ended" -> {
        Instant endedAt = Objects.requireNonNull(span.endedAt());
        data.put("endedAt", endedAt);
        data.put("duration", span.days(endedAt));
        data.put("reason", Objects.requireNonNull(landed.row().endReason()));
      }
      default -> throw new IllegalStateException("no data for an event of type " + type);
    }
    return data;
  }
}
