package org.teei.csr.workflows.identity;

import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import org.teei.csr.workflows.operations.Parking;
import org.teei.csr.workflows.operations.ParkingEndedException;
import org.teei.csr.workflows.shared.TenantId;

/** See {@link SigningKeyRotationWorkflow}. */
public final class SigningKeyRotationWorkflowImpl implements SigningKeyRotationWorkflow {

  private static final TenantId PLATFORM = new TenantId("platform");
  private static final String ROTATING = "rotating";

  private final SigningKeyRotationRef ref;
  private final Parking parking;

  public SigningKeyRotationWorkflowImpl() {
    ref = new SigningKeyRotationRef(Workflow.randomUUID());
    parking =
        new Parking(
            new Parking.Subject(PLATFORM, IdentityNames.FEATURE, ref.rotationId().toString()),
            0,
            () -> {});
  }

  @Override
  public RotatedSigningKey run() {
    try {
      RotatedSigningKey rotated = parking.step(ROTATING, this::rotate);
      Workflow.setCurrentDetails(IdentitySentences.ROTATED);
      return rotated;
    } catch (ParkingEndedException given) {
      Workflow.setCurrentDetails(IdentitySentences.NOT_ROTATED);
      throw ApplicationFailure.newNonRetryableFailure(
          "The signing keys were not rotated", "identity/signing-keys-not-rotated");
    } finally {
      Workflow.await(Workflow::isEveryHandlerFinished);
    }
  }

  private RotatedSigningKey rotate() {
    Workflow.setCurrentDetails(IdentitySentences.ROTATE + ".");
    return IdentityOptions.identity(IdentitySentences.ROTATE).rotateSigningKeys(ref);
  }
}
