package org.teei.csr.workflows.identity;

/** The address card of identity: task queue, workflow type and schedule. */
public final class IdentityNames {

  public static final String FEATURE = "identity";
  public static final String TASK_QUEUE = "identity";

  public static final String SIGNING_KEY_ROTATION_TYPE = "SigningKeyRotationWorkflow";

  /** By configuration, every 30 days: the next key signs access tokens. */
  public static final String SIGNING_KEY_ROTATION_SCHEDULE = "identity/signing-key-rotation";

  private IdentityNames() {}
}
