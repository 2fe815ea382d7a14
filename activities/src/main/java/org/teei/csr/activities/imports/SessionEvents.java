package org.teei.csr.activities.imports;

import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.imports.EventRule.Fact;
import org.teei.csr.engines.imports.EventRule.Outcome;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.engines.imports.ImportSchemas;
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

  static List<NewEvent> of(SessionWrite write, Outcome outcome) {
    return ImportSchemas.eventTypes(ImportKind.SESSIONS, outcome, facts(write)).stream()
        .map(type -> new NewEvent(Ids.next(), type, write.participantId(), data(type, write)))
        .toList();
  }

  private static Set<Fact> facts(SessionWrite write) {
    Set<Fact> facts = EnumSet.noneOf(Fact.class);
    facts.add(write.candidate().session().completedAt() == null ? Fact.SCHEDULED : Fact.COMPLETED);
    if (write.candidate().rating() != null && write.ratedAnew()) {
      facts.add(Fact.RATED_ANEW);
    }
    return facts;
  }

  private static Map<String, Object> data(String type, SessionWrite write) {
    return switch (type) {
      case "kintell.session.scheduled" -> session(write);
      case "kintell.session.completed" -> completed(write);
      case "kintell.rating.created" -> rating(write);
      default -> throw new IllegalStateException("no data for an event of type " + type);
    };
  }

  private static Map<String, Object> session(SessionWrite write) {
    SessionRow session = write.candidate().session();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("sessionId", write.sessionId());
    data.put("externalSessionId", session.externalId());
    data.put("sessionType", session.type().id());
    data.put("participantId", write.participantId());
    data.put("volunteerId", write.volunteerId());
    data.put("scheduledAt", session.scheduledAt());
    if (write.candidate().rating() != null) {
      putIfKnown(data, "ratingId", write.ratingId());
      data.put("rating", write.candidate().rating());
    }
    return data;
  }

  private static Map<String, Object> completed(SessionWrite write) {
    SessionRow session = write.candidate().session();
    Map<String, Object> data = session(write);
    putIfKnown(data, "completedAt", session.completedAt());
    putIfKnown(data, "durationMinutes", session.durationMinutes());
    putIfKnown(
        data,
        "languageLevel",
        session.languageLevel() == null ? null : session.languageLevel().name());
    return data;
  }

  private static Map<String, Object> rating(SessionWrite write) {
    Map<String, Object> data = new LinkedHashMap<>();
    putIfKnown(data, "ratingId", write.ratingId());
    data.put("sessionId", write.sessionId());
    data.put("fromRole", "participant");
    putIfKnown(data, "rating", write.candidate().rating());
    putIfKnown(data, "feedbackTextId", write.feedbackTextId());
    data.put("createdAt", ratedAt(write.candidate().session()));
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
