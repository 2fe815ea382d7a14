package org.teei.csr.workers.operations;

import io.temporal.api.enums.v1.EventType;
import org.jspecify.annotations.Nullable;

/**
 * What workflow code asked Temporal for while it was replayed.
 *
 * @param name of the step, child workflow or change; how long a timer runs; how a run ended
 * @param place file and line that asked, null where none of ours did
 */
record Request(Kind kind, String name, @Nullable String place) {

  enum Kind {
    STEP("the step %s", EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED),
    TIMER("a timer of %s", EventType.EVENT_TYPE_TIMER_STARTED),
    LOCAL_STEP("the local step %s", EventType.EVENT_TYPE_MARKER_RECORDED),
    CHILD("the child %s", EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED),
    VERSION("the version of the change %s", EventType.EVENT_TYPE_MARKER_RECORDED),
    SIDE_EFFECT("a side effect", EventType.EVENT_TYPE_MARKER_RECORDED),
    ATTRIBUTES("search attributes", EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES),
    MEMO("a memo", EventType.EVENT_TYPE_WORKFLOW_PROPERTIES_MODIFIED),
    SIGNAL(
        "a signal to another workflow",
        EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED),
    CANCELLATION(
        "the cancellation of another workflow",
        EventType.EVENT_TYPE_REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED),
    END("the end of the run (%s)", EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);

    private final String sentence;

    /** The event by which a history remembers such a request. */
    final EventType event;

    Kind(String sentence, EventType event) {
      this.sentence = sentence;
      this.event = event;
    }
  }

  /** In plain words. */
  String readable() {
    return kind.sentence.formatted(name);
  }
}
