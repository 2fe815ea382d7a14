package org.teei.csr.bench.imports;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What files must come to when each is imported once, worked out from their bytes alone: the
 * sessions that stand, what became of each row, and how often each event was set off.
 */
final class Expectation {

  /** What becomes of a row. */
  enum Outcome {
    CREATED("accepted", false),
    UPDATED("accepted", true),
    REJECTED("rejected", false),
    DUPLICATE("duplicate", false);

    final String spelling;
    final boolean updated;

    Outcome(String spelling, boolean updated) {
      this.spelling = spelling;
      this.updated = updated;
    }

    boolean accepted() {
      return spelling.equals("accepted");
    }
  }

  /** An event: its type and the session it is about, as the source calls it. */
  record Event(String type, String session) {}

  private final Map<String, SentSession> standing = new TreeMap<>();
  private final Map<Event, Integer> events = new HashMap<>();

  /** The sessions that stand, by id. */
  Map<String, SentSession> standing() {
    return standing;
  }

  /** How often each event was set off. */
  Map<Event, Integer> events() {
    return events;
  }

  long eventCount() {
    return events.values().stream().mapToLong(Integer::longValue).sum();
  }

  /** The addresses of all who take part in what stands. */
  Set<String> people() {
    Set<String> people = new HashSet<>();
    for (SentSession session : standing.values()) {
      people.add(session.participant());
      people.add(session.volunteer());
    }
    return people;
  }

  /** Sessions that stand and have words. */
  long texts() {
    return standing.values().stream().filter(session -> session.feedback() != null).count();
  }

  /**
   * Imports rows; answers what becomes of each.
   *
   * @param rows without their header
   */
  List<Outcome> land(List<List<String>> rows) {
    Map<String, Integer> last = new HashMap<>();
    List<Optional<SentSession>> read = rows.stream().map(SentSession::of).toList();
    for (int i = 0; i < read.size(); i++) {
      int place = i;
      read.get(i).ifPresent(session -> last.put(session.id(), place));
    }
    List<Outcome> outcomes = new ArrayList<>(rows.size());
    for (int i = 0; i < read.size(); i++) {
      Optional<SentSession> session = read.get(i);
      if (session.isEmpty()) {
        outcomes.add(Outcome.REJECTED);
      } else if (last.getOrDefault(session.get().id(), i) != i) {
        outcomes.add(Outcome.DUPLICATE);
      } else {
        outcomes.add(land(session.get()));
      }
    }
    return outcomes;
  }

  private Outcome land(SentSession session) {
    SentSession before = standing.put(session.id(), session);
    if (session.equals(before)) {
      return Outcome.DUPLICATE;
    }
    setOff(standingType(session), session.id());
    if (session.rating() != null && (before == null || session.ratedUnlike(before))) {
      setOff("kintell.rating.created", session.id());
    }
    return before == null ? Outcome.CREATED : Outcome.UPDATED;
  }

  /** Takes rows back: what they made goes, what they changed is as it was in an earlier state. */
  void takeBack(Map<String, SentSession> before) {
    for (String id : List.copyOf(standing.keySet())) {
      SentSession earlier = before.get(id);
      SentSession now = standing.get(id);
      if (now == null || now.equals(earlier)) {
        continue;
      }
      setOff("imports.row.reversed", id);
      restore(id, earlier);
    }
  }

  private void restore(String id, @Nullable SentSession earlier) {
    if (earlier == null) {
      standing.remove(id);
    } else {
      standing.put(id, earlier);
      setOff(standingType(earlier), id);
    }
  }

  private static String standingType(SentSession session) {
    return session.completed() ? "kintell.session.completed" : "kintell.session.scheduled";
  }

  private void setOff(String type, String session) {
    events.merge(new Event(type, session), 1, Integer::sum);
  }
}
