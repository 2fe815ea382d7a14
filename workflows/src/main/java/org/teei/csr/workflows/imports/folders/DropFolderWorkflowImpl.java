package org.teei.csr.workflows.imports.folders;

import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.operations.Border;
import org.teei.csr.workflows.operations.Gate;
import org.teei.csr.workflows.operations.Parking;
import org.teei.csr.workflows.operations.ParkingEndedException;
import org.teei.csr.workflows.shared.Attributes;

/** See {@link DropFolderWorkflow}. */
public final class DropFolderWorkflowImpl implements DropFolderWorkflow {

  private static final String LOOKING = "looking";
  private static final String TAKING = "taking";

  private final Parking parking;
  private final Border border;

  @WorkflowInit
  public DropFolderWorkflowImpl(FolderRef ref) {
    parking =
        new Parking(
            new Parking.Subject(ref.tenant(), ImportNames.FEATURE, ref.folderId().toString()),
            0,
            () -> {});
    border = new Border(new Gate(ref.tenant(), ImportNames.FEATURE, null), parking, false);
  }

  @Override
  public FolderCounts run(FolderRef ref) {
    try {
      return empty(ref);
    } catch (ParkingEndedException given) {
      Workflow.setCurrentDetails(FolderSentences.GIVEN_UP);
      throw ApplicationFailure.newNonRetryableFailure(
          "The folder was not read", "imports/folder-not-read");
    } finally {
      Workflow.await(Workflow::isEveryHandlerFinished);
    }
  }

  private FolderCounts empty(FolderRef ref) {
    border.pass(LOOKING, () -> {});
    FolderLook look =
        parking.step(
            LOOKING,
            () -> {
              show(LOOKING, FolderSentences.LOOK);
              return FolderOptions.look(FolderSentences.LOOK).lookIntoFolder(ref);
            });
    if (look.seals().isEmpty()) {
      Workflow.setCurrentDetails(FolderSentences.EMPTY);
      return FolderCounts.NONE;
    }
    Workflow.setCurrentDetails(FolderSentences.SETTLE + ".");
    Workflow.newTimer(
            FolderOptions.SETTLING,
            TimerOptions.newBuilder().setSummary(FolderSentences.SETTLE).build())
        .get();
    border.pass(TAKING, () -> {});
    FolderCounts counts =
        parking.step(
            TAKING,
            () -> {
              show(TAKING, FolderSentences.TAKE);
              return FolderOptions.bulk(FolderSentences.TAKE).takeFiles(new FolderTake(ref, look));
            });
    Workflow.setCurrentDetails(FolderSentences.done(counts));
    return counts;
  }

  private static void show(String stage, String sentence) {
    Workflow.setCurrentDetails(sentence + ".");
    Workflow.upsertTypedSearchAttributes(Attributes.STAGE.valueSet(stage));
  }
}
