package org.teei.csr.engines.imports;

import java.util.List;

/**
 * A row about a match that is known already. Its people are those of the match, so it names none by
 * itself; {@link #key} tells it from others of the same match.
 */
public sealed interface AboutMatch extends ImportRow
    permits BuddyEventRow, CheckinRow, FeedbackRow {

  MatchRef match();

  @Override
  default List<PersonRef> people() {
    return List.of();
  }

  @Override
  default boolean keyedByPeople() {
    return false;
  }
}
