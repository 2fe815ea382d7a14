package org.teei.csr.workflows.identity;

import io.temporal.activity.ActivityInterface;

/** What the keys of access tokens need of the outside. Steps may be repeated. */
@ActivityInterface(namePrefix = "Identity_")
public interface IdentityActivities {

  /** Lets the next key sign and publishes another next one, once for each rotation. */
  RotatedSigningKey rotateSigningKeys(SigningKeyRotationRef ref);
}
