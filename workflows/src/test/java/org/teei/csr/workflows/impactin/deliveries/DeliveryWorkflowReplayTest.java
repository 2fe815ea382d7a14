package org.teei.csr.workflows.impactin.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.common.v1.Payload;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.converter.DefaultDataConverter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.teei.csr.workflows.shared.ReplayTest;
import org.teei.csr.workflows.shared.Scenario;

class DeliveryWorkflowReplayTest extends ReplayTest {

  DeliveryWorkflowReplayTest() {
    super(DeliveryNames.WORKFLOW_TYPE, DeliveryWorkflowImpl.class);
  }

  @ParameterizedTest
  @MethodSource("paths")
  void aDeliveryHasAShortHistory(Scenario path) {
    assertThat(history(path).getEvents()).hasSizeLessThan(most(path.path()));
  }

  private static int most(String path) {
    return path.startsWith("before-brief-") ? 90 : 60;
  }

  @Test
  void eachStepSaysInTheHistoryWhatItIsFor() {
    assertThat(summaries("confirmed"))
        .containsExactly(
            "Freezing the figures of the period and what is sent of them",
            "Asking whether work is being held back",
            "Sending the figures",
            "Waiting for the platform's word",
            "Looking whether the platform has processed them",
            "Keeping the receipt");
  }

  @Test
  void whatAPersonSaidIsInTheHistory() {
    assertThat(summaries("unknown-person-missed"))
        .containsSubsequence(
            "Sending the figures",
            "Waiting for somebody to decide",
            "Noting that a person did not find it on the platform",
            "Sending the figures");
    assertThat(summaries("unknown-asked-found"))
        .containsSubsequence(
            "Asking the platform whether they have arrived",
            "Waiting for somebody to decide",
            "Noting that a person found it on the platform",
            "Looking whether the platform has processed them")
        .containsOnlyOnce("Sending the figures");
  }

  @Test
  void aWaitForApprovalSaysInTheHistoryThatItIsOne() {
    assertThat(summaries("approval-expired"))
        .containsExactly(
            "Freezing the figures of the period and what is sent of them",
            "Showing where the delivery stands",
            "Waiting for approval",
            "Reminding those who may let it go out",
            "Waiting for approval",
            "Reminding those who may let it go out",
            "Waiting for approval",
            "Reminding those who may let it go out",
            "Waiting for approval",
            "Keeping the receipt");
  }

  private static Stream<String> summaries(String path) {
    return history(DeliveryNames.WORKFLOW_TYPE, path).getEvents().stream()
        .filter(event ->
            event.hasActivityTaskScheduledEventAttributes()
                || event.hasMarkerRecordedEventAttributes()
                || event.hasTimerStartedEventAttributes())
        .filter(HistoryEvent::hasUserMetadata)
        .map(HistoryEvent::getUserMetadata)
        .map(metadata -> text(metadata.getSummary()));
  }

  private static String text(Payload payload) {
    return DefaultDataConverter.STANDARD_INSTANCE.fromPayload(payload, String.class, String.class);
  }
}
