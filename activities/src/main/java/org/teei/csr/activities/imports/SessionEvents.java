package org.teei.csr.activities.imports;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.imports.SessionTable.Existing;
import org.teei.csr.engines.imports.EventRule.Fact;
import org.teei.csr.engines.imports.EventRule.Outcome;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.engines.imports.ImportSchemas;
import org.teei.csr.engines.imports.RatingScale;
import org.teei.csr.engines.imports.SessionRow;
import org.teei.csr.schema.events.NewEvent;
import org.teei.csr.schema.shared.Ids;

/**
 * The events that a written session sets off, by the table of the import schemas. They are about
 * the participant and hold ids, dates, figures and closed words: topics, feedback and goals stay
 * where their readers are checked.
 */
final class SessionEvents {
  private SessionEvents() {}

  static List<NewEvent> of(
      Landed<SessionRow, Existing> landed, RatingScale scale, Outcome outcome) {
    Session session =
        new Session(
            landed.id(),
            SessionTable.participant(landed),
            SessionTable.volunteer(landed),
            landed.row(),
            SessionTable.ratingId(landed),
            landed.row().rating(scale),
            landed.textIds().getFirst());
    return ImportSchemas.eventTypes(ImportKind.SESSIONS, outcome, facts(landed)).stream()
        .map(type -> new NewEvent(Ids.next(), type, session.participantId(), data(type, session)))
        .toList();
  }

  private record Session(
      UUID id,
      UUID participantId,
      UUID volunteerId,
      SessionRow row,
      @Nullable UUID ratingId,
      @Nullable BigDecimal rating,
      @Nullable UUID feedbackTextId) {}

  private static Set<Fact> facts(Landed<SessionRow, Existing> landed) {
    Set<Fact> facts = EnumSet.noneOf(Fact.class);
    facts.add(landed.row().completedAt() == null ? Fact.SCHEDULED : Fact.COMPLETED);
    if (landed.row().rating() != null && landed.ratedAnew()) {
      facts.add(Fact.RATED_ANEW);
    }
    return facts;
  }

  private static Map<String, Object> data(String type, Session session) {
    return switch (type) {
      case "kintell.session.scheduled" -> scheduled(session);
      case "kintell.session.completed" -> completed(session);
      case "kintell.rating.created" -> rating(session);
      default -> throw new IllegalStateException("no data for an event of type " + type);
    };
  }

  private static Map<String, Object> scheduled(Session session) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("sessionId", session.id());
    data.put("externalSessionId", session.row().externalId());
    data.put("sessionType", session.row().type().id());
    data.put("participantId", session.participantId());
    data.put("volunteerId", session.volunteerId());
    data.put("scheduledAt", session.row().scheduledAt());
    if (session.rating() != null) {
      putIfKnown(data, "ratingId", session.ratingId());
      data.put("rating", session.rating());
    }
    return data;
  }

  private static Map<String, Object> completed(Session session) {
    Map<String, Object> data = scheduled(session);
    putIfKnown(data, "completedAt", session.row().completedAt());
    putIfKnown(data, "durationMinutes", session.row().durationMinutes());
    putIfKnown(data, "languageLevel", session.row().languageLevel());
    return data;
  }

  private static Map<String, Object> rating(Session session) {
    Map<String, Object> data = new LinkedHashMap<>();
    putIfKnown(data, "ratingId", session.ratingId());
    data.put("sessionId", session.id());
    data.put("fromRole", "participant");
    putIfKnown(data, "rating", session.rating());
    putIfKnown(data, "feedbackTextId", session.feedbackTextId());
    data.put("createdAt", ratedAt(session.row()));
    return data;
  }

  /** Files do not tell when a session was rated; it is taken for the end of the session. */
  private static Instant ratedAt(SessionRow session) {
    return session.completedAt() == null ? session.scheduledAt() : session.completedAt();
  }

  private static void putIfKnown(Map<String, Object> data, String name, @Nullable Object value) {
    if (value != null) {
      data.put(name, value);
    }
  }
}
