package org.teei.csr.workflows.imports.notices;

/** What people read about notices in the Temporal UI. */
final class NoticeSentences {

  static final String DELIVER = "Telling the receiver";
  static final String PARK = "Showing that the notice waits for a decision";
  static final String GIVE_UP = "Showing that the notice is not delivered";
  static final String DELIVERING =
      "Telling the receiver: a failed delivery is tried again, then it waits for a decision.";

  private NoticeSentences() {}

  static String ended(NoticeOutcome outcome) {
    return switch (outcome) {
      case DELIVERED -> "Done. The receiver has the notice.";
      case GONE -> "The receiver is gone for good (410). It is told nothing any more.";
      case DROPPED -> "Nobody is to be told any more: the subscription was taken away.";
      case GIVEN_UP -> "Given up. The notice can be sent again.";
    };
  }
}
