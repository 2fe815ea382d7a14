package org.teei.csr.activities.events;

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
                  required("reason", Form.oneOf("completed", "other"), "why it ended"))));

  private BuddyEventTypes() {}
}
