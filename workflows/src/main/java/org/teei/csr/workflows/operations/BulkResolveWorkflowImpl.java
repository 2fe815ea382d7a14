package org.teei.csr.workflows.operations;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/** See {@link BulkResolveWorkflow}. */
public final class BulkResolveWorkflowImpl implements BulkResolveWorkflow {

  private static final String RESOLVING = "resolving";
  private static final String FINISHING = "finishing";

  private final BulkRef ref;
  private final Parking parking;
  private BulkPage page = new BulkPage(0, 0, false);

  @WorkflowInit
  public BulkResolveWorkflowImpl(BulkRef ref) {
    this.ref = ref;
    parking =
        new Parking(
            new Parking.Subject(ref.tenant(), OperationsNames.FEATURE, ref.bulkId().toString()),
            0,
            () -> {});
  }

  @Override
  public BulkPage run(BulkRef ref) {
    CancellationScope outside = CancellationScope.current();
    try {
      while (!page.last()) {
        Workflow.setCurrentDetails(OperationsSentences.resolving(page));
        page =
            parking.step(
                RESOLVING,
                () -> OperationsOptions.bulk(OperationsSentences.RESOLVE_PAGE).resolvePage(ref));
      }
    } catch (CanceledFailure | ParkingEndedException stopped) {
      Workflow.setCurrentDetails(OperationsSentences.RESOLVING_STOPPED);
    }
    Workflow.newDetachedCancellationScope(this::end).run();
    if (outside.isCancelRequested()) {
      throw new CanceledFailure("The resolution was cancelled from outside");
    }
    return page;
  }

  private void end() {
    try {
      parking.unavoidable(
          FINISHING,
          () -> {
            OperationsOptions.bulk(OperationsSentences.END_BULK)
                .endBulk(new BulkEnd(ref, page.last()));
            return page;
          });
    } catch (ParkingEndedException expired) {
      throw ApplicationFailure.newNonRetryableFailure(
          "The resolution could not be closed", "operations/bulk-unfinished");
    }
    Workflow.setCurrentDetails(OperationsSentences.resolved(page));
    Workflow.await(Workflow::isEveryHandlerFinished);
  }
}
