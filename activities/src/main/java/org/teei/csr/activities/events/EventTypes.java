package org.teei.csr.activities.events;

import static org.teei.csr.activities.events.EventType.Field.optional;
import static org.teei.csr.activities.events.EventType.Field.required;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.teei.csr.activities.events.EventType.Form;
import org.teei.csr.engines.imports.ImportKind;

/**
 * The events that the platform produces. Consumers rely on them: a type may gain optional fields,
 * anything else is a new type. Data are ids, dates and figures; texts and contact data are read by
 * id, under the reader's own authorisation.
 */
public final class EventTypes {
  private static final Form SESSION_TYPE = Form.oneOf("language", "mentorship");
  private static final Form KIND =
      Form.oneOf(Stream.of(ImportKind.values()).map(ImportKind::id).toArray(String[]::new));
  private static final String RATING_ID = "our id of the rating";
  private static final String STANDING_RATING =
      "the rating as it stands now, 0 is the worst, 1 the best; without it the session is unrated";

  private static final String PROVIDER = "who gives the course, in lower case";
  private static final String COURSE = "id of the course at its provider";

  private static final String PARTICIPANT = "profile of the participant";

  private static final List<EventType> KINTELL =
      List.of(
          new EventType(
              "kintell.session.scheduled",
              "imports",
              "A session was agreed for a time that it has not been held at yet.",
              List.of(
                  required("sessionId", Form.ID, "our id of the session"),
                  optional("externalSessionId", Form.TEXT, "id of the session at its source"),
                  required("sessionType", SESSION_TYPE, "what the session is about"),
                  required("participantId", Form.ID, PARTICIPANT),
                  required("volunteerId", Form.ID, "profile of the volunteer"),
                  required("scheduledAt", Form.TIME, "agreed start"),
                  optional("ratingId", Form.ID, RATING_ID),
                  optional("rating", Form.number(0, 1), STANDING_RATING))),
          new EventType(
              "kintell.session.completed",
              "imports",
              "A session was held.",
              List.of(
                  required("sessionId", Form.ID, "our id of the session"),
                  optional("externalSessionId", Form.TEXT, "id of the session at its source"),
                  required("sessionType", SESSION_TYPE, "what the session is about"),
                  required("participantId", Form.ID, PARTICIPANT),
                  required("volunteerId", Form.ID, "profile of the volunteer"),
                  required("scheduledAt", Form.TIME, "agreed start"),
                  required("completedAt", Form.TIME, "end"),
                  optional("durationMinutes", Form.integer(1, 480), "length"),
                  optional(
                      "languageLevel",
                      Form.oneOf("A1", "A2", "B1", "B2", "C1", "C2"),
                      "level by the CEFR"),
                  optional("ratingId", Form.ID, RATING_ID),
                  optional("rating", Form.number(0, 1), STANDING_RATING))),
          new EventType(
              "kintell.rating.created",
              "imports",
              "A session was rated, or rated anew.",
              List.of(
                  required("ratingId", Form.ID, RATING_ID),
                  required("sessionId", Form.ID, "the session that was rated"),
                  required("fromRole", Form.oneOf("participant", "volunteer"), "who rated"),
                  required("rating", Form.number(0, 1), "0 is the worst, 1 the best"),
                  optional("feedbackTextId", Form.ID, "feedback in words, read where allowed"),
                  required("createdAt", Form.TIME, "when it was rated"))),
          new EventType(
              "imports.row.reversed",
              "imports",
              "An import was taken back: what one of its rows became is gone, or stands again as it did before. An event of its present state follows in the latter case.",
              List.of(
                  required("importId", Form.ID, "the import that was taken back"),
                  required("row", Form.integer(1, Long.MAX_VALUE), "number of the row in its file"),
                  required("kind", KIND, "kind of the import"),
                  required("entityId", Form.ID, "our id of what the row became"),
                  required(
                      "reversal",
                      Form.oneOf("removed", "restored"),
                      "whether it is gone or stands as before"))));

  private static final List<EventType> PEOPLE_AND_COURSES =
      List.of(
          new EventType(
              "orchestration.profile.updated",
              "imports",
              "A programme said something new of a person; what it said is read from the profile.",
              List.of(
                  required("userId", Form.ID, "profile of the person"),
                  required(
                      "updatedFields",
                      Form.someOf(
                          "firstName",
                          "lastName",
                          "role",
                          "roleWhenJoined",
                          "verificationStatus",
                          "grantAccess",
                          "joinedAt",
                          "linkedinUrl"),
                      "what changed"),
                  required("updatedAt", Form.TIME, "when it took effect"),
                  optional("trigger", Form.oneOf("import"), "what it came by"))),
          new EventType(
              "upskilling.course.completed",
              "imports",
              "A person completed a course, or more became known of that.",
              List.of(
                  required("progressId", Form.ID, "our id of the completion"),
                  required("userId", Form.ID, "profile of the person"),
                  required("provider", Form.TEXT, PROVIDER),
                  required("courseId", Form.TEXT, COURSE),
                  required("completedAt", Form.TIME, "when it was completed"),
                  optional("finalScore", Form.number(0, 100), "0 is the worst, 100 the best"))),
          new EventType(
              "upskilling.credential.issued",
              "imports",
              "A person was issued a credential, or more became known of it.",
              List.of(
                  required("credentialId", Form.ID, "id that the issuer gave it"),
                  required("userId", Form.ID, "profile of the person"),
                  required("provider", Form.TEXT, PROVIDER),
                  required("courseId", Form.TEXT, COURSE),
                  required(
                      "credentialType",
                      Form.oneOf("certificate", "badge", "diploma", "transcript"),
                      "what it is"),
                  required("issuedAt", Form.TIME, "from when it holds"),
                  optional("expiresAt", Form.TIME, "until when it holds; without it, for ever"))));

  private static final List<EventType> ALL =
      Stream.of(KINTELL, PEOPLE_AND_COURSES, BuddyEventTypes.ALL).flatMap(List::stream).toList();

  private EventTypes() {}

  public static List<EventType> all() {
    return ALL;
  }

  public static Optional<EventType> of(String type) {
    return ALL.stream().filter(known -> known.type().equals(type)).findFirst();
  }
}
