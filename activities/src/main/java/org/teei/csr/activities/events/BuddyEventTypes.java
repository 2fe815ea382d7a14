package org.teei.csr.activities.events;

import static org.teei.csr.activities.events.EventType.Field.optional;
import static org.teei.csr.activities.events.EventType.Field.required;

import java.util.List;
import org.teei.csr.activities.events.EventType.Form;

/** The events about matches of a participant and a buddy. */
final class BuddyEventTypes {
  /** Dates have four digits of a year. */
  private static final long MOST_DAYS = 3_652_425;

  private static final String MATCH_ID = "our id of the match";
  private static final String PARTICIPANT = "profile of the participant";
  private static final String BUDDY = "profile of the buddy";

  private static final Form SHARE = Form.number(0, 1);
  private static final Form MOOD = Form.oneOf("great", "good", "okay", "struggling", "difficult");
  private static final Form EVENT_TYPE =
      Form.oneOf(
          "hangout",
          "activity",
          "workshop",
          "cultural",
          "educational",
          "professional",
          "social",
          "support",
          "recreational",
          "language",
          "other");

  static final List<EventType> ALL =
      List.of(
          new EventType(
              "buddy.match.created",
              "imports",
              "A participant and a buddy were matched.",
              List.of(
                  required("matchId", Form.ID, MATCH_ID),
                  required("participantId", Form.ID, PARTICIPANT),
                  required("buddyId", Form.ID, BUDDY),
                  required("matchedAt", Form.TIME, "when they were matched"))),
          new EventType(
              "buddy.match.ended",
              "imports",
              "A match has ended; one that begins again may end again.",
              List.of(
                  required("matchId", Form.ID, MATCH_ID),
                  required("participantId", Form.ID, PARTICIPANT),
                  required("buddyId", Form.ID, BUDDY),
                  required("matchedAt", Form.TIME, "when they were matched"),
                  required("endedAt", Form.TIME, "when it ended"),
                  required("duration", Form.integer(0, MOST_DAYS), "whole days that it lasted"),
                  required("reason", Form.oneOf("completed", "other"), "why it ended"))),
          new EventType(
              "buddy.event.logged",
              "imports",
              "The two of a match did something together, or what is known of it changed.",
              List.of(
                  required("eventId", Form.ID, "our id of what they did"),
                  required("matchId", Form.ID, MATCH_ID),
                  required("participantId", Form.ID, PARTICIPANT),
                  required("buddyId", Form.ID, BUDDY),
                  required("eventType", EVENT_TYPE, "what it was; other for all else"),
                  required("eventDate", Form.TIME, "when it was"),
                  optional("descriptionTextId", Form.ID, "in words, read where allowed"),
                  optional("attendees", Form.listOf(Form.ID), "profiles of who was there too"))),
          new EventType(
              "buddy.checkin.completed",
              "imports",
              "A participant said how the match goes, or said it anew.",
              List.of(
                  required("checkinId", Form.ID, "our id of the check-in"),
                  required("matchId", Form.ID, MATCH_ID),
                  required("participantId", Form.ID, PARTICIPANT),
                  required("buddyId", Form.ID, BUDDY),
                  required("checkinDate", Form.TIME, "when it was said"),
                  optional("mood", MOOD, "how it goes"),
                  optional("notesTextId", Form.ID, "in words, read where allowed"),
                  optional(
                      "questionResponsesTextId",
                      Form.ID,
                      "answers to questions, as a JSON object, read where allowed"))),
          new EventType(
              "buddy.feedback.submitted",
              "imports",
              "One of the two of a match said what they think of it, or said it anew.",
              List.of(
                  required("feedbackId", Form.ID, "our id of the feedback"),
                  required("matchId", Form.ID, MATCH_ID),
                  required("participantId", Form.ID, PARTICIPANT),
                  required("buddyId", Form.ID, BUDDY),
                  required("fromRole", Form.oneOf("participant", "buddy"), "who said it"),
                  required("submittedAt", Form.TIME, "when it was said"),
                  required("rating", SHARE, "0 is the worst, 1 the best"),
                  optional("communication", SHARE, "how the two talk, as the rating"),
                  optional("helpfulness", SHARE, "how much it helps, as the rating"),
                  optional("engagement", SHARE, "how much they put in, as the rating"),
                  optional("feedbackTextId", Form.ID, "in words, read where allowed"))));

  private BuddyEventTypes() {}
}
