package org.teei.csr.workflows.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.temporal.api.common.v1.Payload;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.converter.DefaultDataConverter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.teei.csr.workflows.shared.ReplayTest;

class ImportWorkflowReplayTest extends ReplayTest {

  ImportWorkflowReplayTest() {
    super(ImportNames.WORKFLOW_TYPE, ImportWorkflowImpl.class);
  }

  /** Forgets to validate. */
  public static final class ChangedImportWorkflow implements ImportWorkflow {

    @Override
    public ImportCounts run(ImportRef ref, @Nullable ImportContinuation continuation) {
      ImportOptions.bulk(ImportSentences.STAGE).stage(ref);
      return ImportOptions.quick(ImportSentences.FINISH)
          .finish(new Finish(ref, ImportStatus.COMPLETED, null, null));
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
    public void approve(ImportCommand command) {}

    @Override
    public void mayApprove(ImportCommand command) {}

    @Override
    public ImportProgress progress() {
      return new ImportProgress(ImportStatus.QUEUED, 0, 0, ImportCounts.NONE);
    }
  }

  @Test
  void aChangeOfTheStepsIsNoticed() {
    var history = history(ImportNames.WORKFLOW_TYPE, "completed");

    Throwable noticed = catchThrowable(() -> replay(history, ChangedImportWorkflow.class));

    assertThat(noticed).hasStackTraceContaining("TMPRL1100");
  }

  @Test
  void eachStepSaysInTheHistoryWhatItIsFor() {
    assertThat(summaries("several-ranges"))
        .containsExactly(
            "Asking whether work is being held back",
            "Showing where the import stands",
            "Reading the file",
            "Asking whether work is being held back",
            "Showing where the import stands",
            "Checking 50,000 rows",
            "Asking whether work is being held back",
            "Showing where the import stands",
            "Writing rows 1 to 10,000 of 50,000",
            "Writing rows 10,001 to 20,000 of 50,000",
            "Asking whether work is being held back",
            "Writing rows 20,001 to 30,000 of 50,000",
            "Writing rows 30,001 to 40,000 of 50,000",
            "Asking whether work is being held back",
            "Writing rows 40,001 to 50,000 of 50,000",
            "Closing the books");
  }

  @Test
  void aCorrectionIsShownAsOneStage() {
    assertThat(summaries("correction-completed"))
        .containsExactly(
            "Asking whether work is being held back",
            "Showing where the import stands",
            "Reading the file",
            "Asking whether work is being held back",
            "Checking 20,000 rows",
            "Asking whether work is being held back",
            "Writing rows 1 to 10,000 of 20,000",
            "Writing rows 10,001 to 20,000 of 20,000",
            "Closing the books");
  }

  @Test
  void aParkingSaysInTheHistoryWhatItIsFor() {
    assertThat(summaries("staging-parked-aborted"))
        .containsExactly(
            "Asking whether work is being held back",
            "Showing where the import stands",
            "Reading the file",
            "Noting that the work waits for a decision",
            "Showing where the import stands",
            "Noting that the work waits for a decision",
            "Closing the books");
  }

  @Test
  void aRunThatGrowsLongIsContinuedByAnother() {
    var history = history(ImportNames.WORKFLOW_TYPE, "continued");

    assertThat(history.getLastEvent().hasWorkflowExecutionContinuedAsNewEventAttributes()).isTrue();
  }

  @Test
  void aRefusedCommandLeavesNoTrace() {
    var history = history(ImportNames.WORKFLOW_TYPE, "paused-resumed");

    assertThat(
            history.getEvents().stream()
                .filter(HistoryEvent::hasWorkflowExecutionUpdateAcceptedEventAttributes))
        .hasSize(2);
  }

  private static List<String> summaries(String path) {
    return history(ImportNames.WORKFLOW_TYPE, path).getEvents().stream()
        .filter(event ->
            event.hasActivityTaskScheduledEventAttributes()
                || event.hasMarkerRecordedEventAttributes())
        .filter(HistoryEvent::hasUserMetadata)
        .map(event -> text(event.getUserMetadata().getSummary()))
        .toList();
  }

  private static String text(Payload payload) {
    return DefaultDataConverter.STANDARD_INSTANCE.fromPayload(payload, String.class, String.class);
  }
}
