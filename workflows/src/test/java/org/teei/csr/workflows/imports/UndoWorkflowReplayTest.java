package org.teei.csr.workflows.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.converter.DefaultDataConverter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.teei.csr.workflows.shared.ReplayTest;

class UndoWorkflowReplayTest extends ReplayTest {

  UndoWorkflowReplayTest() {
    super(ImportNames.UNDO_WORKFLOW_TYPE, UndoWorkflowImpl.class);
  }

  /** Forgets the people. */
  public static final class ChangedUndoWorkflow implements UndoWorkflow {

    @Override
    public UndoCounts run(ImportRef ref, @Nullable UndoContinuation continuation) {
      UndoOptions.bulk(UndoSentences.UNDO).undo(UndoRange.first(ref));
      return UndoOptions.bulk(UndoSentences.FINISH)
          .finishUndo(new UndoFinish(ref, ImportStatus.UNDONE, null));
    }

    @Override
    public void pause(ImportCommand command) {}

    @Override
    public void mayPause(ImportCommand command) {}

    @Override
    public void resume(ImportCommand command) {}

    @Override
    public void mayResume(ImportCommand command) {}

    @Override
    public void cancel(ImportCommand command) {}

    @Override
    public void mayCancel(ImportCommand command) {}

    @Override
    public UndoProgress progress() {
      return new UndoProgress(ImportStatus.QUEUED, UndoCounts.NONE);
    }
  }

  @Test
  void aChangeOfTheStepsIsNoticed() {
    var history = history(ImportNames.UNDO_WORKFLOW_TYPE, "undone");

    Throwable noticed = catchThrowable(() -> replay(history, ChangedUndoWorkflow.class));

    assertThat(noticed).hasStackTraceContaining("TMPRL1100");
  }

  @Test
  void eachStepSaysInTheHistoryWhatItIsFor() {
    assertThat(
            history(ImportNames.UNDO_WORKFLOW_TYPE, "undone").getEvents().stream()
                .filter(event ->
                    event.hasActivityTaskScheduledEventAttributes()
                        || event.hasMarkerRecordedEventAttributes())
                .filter(HistoryEvent::hasUserMetadata)
                .map(event ->
                    DefaultDataConverter.STANDARD_INSTANCE.fromPayload(
                        event.getUserMetadata().getSummary(), String.class, String.class)))
        .containsExactly(
            "Asking whether work is being held back",
            "Showing where the import stands",
            "Taking back rows, the last ones first",
            "Asking whether work is being held back",
            "Taking back rows, the last ones first",
            "Asking whether work is being held back",
            "Removing persons whom only this import knew",
            "Closing the books");
  }

  @Test
  void aRunThatGrowsLongIsContinuedByAnother() {
    var history = history(ImportNames.UNDO_WORKFLOW_TYPE, "continued");

    assertThat(history.getLastEvent().hasWorkflowExecutionContinuedAsNewEventAttributes()).isTrue();
  }
}
