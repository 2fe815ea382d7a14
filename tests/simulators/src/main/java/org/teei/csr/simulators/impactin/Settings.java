package org.teei.csr.simulators.impactin;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How the platforms behave.
 *
 * @param limits whether the documented limits of requests hold
 * @param refuseDuplicates whether Workday refuses a second report about an activity and a period;
 *     off at first, so that what is sent twice is there twice
 */
record Settings(boolean limits, boolean refuseDuplicates) {
  static final Settings AT_FIRST = new Settings(true, false);

  private static final Shape SHAPE =
      Shape.object().maybe("limits", flag()).maybe("refuseDuplicates", flag());

  private static Shape flag() {
    return (value, at, wrong) -> {
      if (!value.isBoolean()) {
        wrong.add(at + " is not true or false");
      }
    };
  }

  /** These with the members of {@code changes}. */
  Settings with(JsonNode changes) {
    var wrong = SHAPE.wrongIn(changes);
    if (!wrong.isEmpty()) {
      throw Refused.control(String.join("; ", wrong));
    }
    return new Settings(
        changes.path("limits").asBoolean(limits),
        changes.path("refuseDuplicates").asBoolean(refuseDuplicates));
  }
}
