package org.teei.csr.activities.imports;

import java.math.BigDecimal;
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
    Session session = Session.of(landed, scale);
    return ImportSchemas.eventTypes(ImportKind.SESSIONS, outcome, facts(landed)).stream()
        .map(type -> new NewEvent(Ids.next(), type, session.participantId(), data(type, session)))
        .toList();
  }

  /**
   * What a session is, as it stands.
   *
   * @param row of {@code sessions}
   */
  static NewEvent standing(ResultSet row) throws SQLException {
    Session session = Session.of(row);
    String type =
        session.completedAt() == null ? "kintell.session.scheduled" : "kintell.session.completed";
    return new NewEvent(Ids.next(), type, session.participantId(), data(type, session));
  }

  private record Session(
      UUID id,
      String externalId,
      String type,
      UUID participantId,
      UUID volunteerId,
      Instant scheduledAt,
      @Nullable Instant completedAt,
      @Nullable Integer durationMinutes,
      @Nullable String languageLevel,
      @Nullable UUID ratingId,
      @Nullable BigDecimal rating,
      @Nullable UUID feedbackTextId) {

    static Session of(Landed<SessionRow, Existing> landed, RatingScale scale) {
      SessionRow row = landed.row();
      return new Session(
          landed.id(),
          row.externalId(),
          row.type().id(),
          SessionTable.participant(landed),
          SessionTable.volunteer(landed),
          row.scheduledAt(),
          row.completedAt(),
          row.durationMinutes(),
          Objects.toString(row.languageLevel(), null),
          SessionTable.ratingId(landed),
          row.rating(scale),
          landed.textIds().getFirst());
    }

    static Session of(ResultSet row) throws SQLException {
      Timestamp completedAt = row.getTimestamp("completed_at");
      return new Session(
          row.getObject("session_id", UUID.class),
          row.getString("external_id"),
          row.getString("session_type"),
          row.getObject("participant_id", UUID.class),
          row.getObject("volunteer_id", UUID.class),
          row.getTimestamp("scheduled_at").toInstant(),
          completedAt == null ? null : completedAt.toInstant(),
          row.getObject("duration_minutes", Integer.class),
          row.getString("language_level"),
          row.getObject("rating_id", UUID.class),
          row.getBigDecimal("rating"),
          row.getObject("feedback_text_id", UUID.class));
    }
  }

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
    data.put("externalSessionId", session.externalId());
    data.put("sessionType", session.type());
    data.put("participantId", session.participantId());
    data.put("volunteerId", session.volunteerId());
    data.put("scheduledAt", session.scheduledAt());
    if (session.rating() != null) {
      putIfKnown(data, "ratingId", session.ratingId());
      data.put("rating", session.rating());
    }
    return data;
  }

  private static Map<String, Object> completed(Session session) {
    Map<String, Object> data = scheduled(session);
    putIfKnown(data, "completedAt", session.completedAt());
    putIfKnown(data, "durationMinutes", session.durationMinutes());
    putIfKnown(data, "languageLevel", session.languageLevel());
    return data;
  }

  private static Map<String, Object> rating(Session session) {
    Map<String, Object> data = new LinkedHashMap<>();
    putIfKnown(data, "ratingId", session.ratingId());
    data.put("sessionId", session.id());
    data.put("fromRole", "participant");
    putIfKnown(data, "rating", session.rating());
    putIfKnown(data, "feedbackTextId", session.feedbackTextId());
    data.put("createdAt", ratedAt(session));
    return data;
  }

  /** Files do not tell when a session was rated; it is taken for the end of the session. */
  private static Instant ratedAt(Session session) {
    return session.completedAt() == null ? session.scheduledAt() : session.completedAt();
  }

  private static void putIfKnown(Map<String, Object> data, String name, @Nullable Object value) {
    if (value != null) {
      data.put(name, value);
    }
  }
}
