package org.teei.csr.activities.identity;

import java.util.Map;
import java.util.UUID;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.identity.SigningKeyRotations;
import org.teei.csr.schema.identity.SigningKeys;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.identity.IdentityActivities;
import org.teei.csr.workflows.identity.RotatedSigningKey;
import org.teei.csr.workflows.identity.SigningKeyRotationRef;

/** Rotates the keys of access tokens, each rotation once. */
public final class IdentityActivitiesImpl implements IdentityActivities {
  private final Tenancy tenancy;
  private final SigningKeyRotations rotations;

  public IdentityActivitiesImpl(Tenancy tenancy, SigningKeyRotations rotations) {
    this.tenancy = tenancy;
    this.rotations = rotations;
  }

  @Override
  public RotatedSigningKey rotateSigningKeys(SigningKeyRotationRef ref) {
    var rotation =
        tenancy.write(
            SigningKeys.PLATFORM,
            db -> {
              var rotated = rotations.rotate(db, ref.rotationId());
              if (!rotated.repeated()) {
                Audit.append(db, entry(ref, rotated.keyId()));
              }
              return rotated;
            });
    return new RotatedSigningKey(UUID.fromString(rotation.keyId()));
  }

  private static AuditEntry entry(SigningKeyRotationRef ref, String keyId) {
    return AuditEntry.of(
            SigningKeys.PLATFORM,
            "signing-key-rotation",
            "platform",
            "identity.rotate-keys",
            "signing-key",
            keyId)
        .withDetails(Map.of("rotation", ref.rotationId()));
  }
}
