package org.teei.csr.workflows.privacy;

import java.util.UUID;
import org.teei.csr.workflows.shared.TenantId;

/** The address card of privacy: task queue, workflow type and workflow ids. */
public final class PrivacyNames {

  public static final String FEATURE = "privacy";
  public static final String TASK_QUEUE = "privacy";

  public static final String PERSON_ERASURE_TYPE = "PersonErasureWorkflow";

  private PrivacyNames() {}

  public static String erasureId(TenantId tenant, UUID erasureId) {
    return FEATURE + "/" + tenant.value() + "/erasure/" + erasureId;
  }
}
