package org.teei.csr.workflows.privacy;

import io.temporal.activity.ActivityInterface;

/** What serving the rights of persons needs of the outside. Steps may be repeated. */
@ActivityInterface(namePrefix = "Privacy_")
public interface PrivacyActivities {

  /**
   * Destroys the keys of the person and turns all identifiers into tombstones, in one transaction
   * with the audit entry.
   */
  PersonErasureResult erasePerson(PersonErasureRef ref);
}
