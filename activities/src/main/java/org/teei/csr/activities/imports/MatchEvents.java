package org.teei.csr.activities.imports;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
    Match match =
        new Match(
            landed.id(),
            landed.people().get(0),
            landed.people().get(1),
            span,
            landed.row().endReason());
    return ImportSchemas.eventTypes(ImportKind.MATCHES, outcome, facts(landed, span)).stream()
        .map(type -> event(type, match))
        .toList();
  }

  /**
   * What a match is, as it stands.
   *
   * @param row of {@code buddy_matches}
   */
  static NewEvent standing(ResultSet row) throws SQLException {
    Timestamp endedAt = row.getTimestamp("ended_at");
    MatchSpan span =
        new MatchSpan(
            row.getTimestamp("matched_at").toInstant(),
            endedAt == null ? null : endedAt.toInstant());
    return event(
        endedAt == null ? "buddy.match.created" : "buddy.match.ended",
        new Match(
            row.getObject("match_id", UUID.class),
            row.getObject("participant_id", UUID.class),
            row.getObject("buddy_id", UUID.class),
            span,
            row.getString("end_reason")));
  }

  private record Match(
      UUID id, UUID participantId, UUID buddyId, MatchSpan span, @Nullable String endReason) {}

  private static NewEvent event(String type, Match match) {
    return new NewEvent(Ids.next(), type, match.participantId(), data(type, match));
  }

  private static Set<Fact> facts(Landed<MatchRow, Existing> landed, MatchSpan span) {
    Set<Fact> facts = EnumSet.of(Fact.ALWAYS);
    Existing before = landed.before();
    if (span.endedAt() != null && (before == null || before.span().endedAt() == null)) {
      facts.add(Fact.ENDED);
    }
    return facts;
  }

  private static Map<String, Object> data(String type, Match match) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("matchId", match.id());
    data.put("participantId", match.participantId());
    data.put("buddyId", match.buddyId());
    data.put("matchedAt", match.span().matchedAt());
    switch (type) {
      case "buddy.match.created" -> {}
      case "buddy.match.ended" -> {
        Instant endedAt = Objects.requireNonNull(match.span().endedAt());
        data.put("endedAt", endedAt);
        data.put("duration", match.span().days(endedAt));
        data.put("reason", Objects.requireNonNull(match.endReason()));
      }
      default -> throw new IllegalStateException("no data for an event of type " + type);
    }
    return data;
  }
}
