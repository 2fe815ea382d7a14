package org.teei.csr.workflows.imports.notices;

import java.util.UUID;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.shared.TenantId;

/** The address card of notices about imports. */
public final class NoticeNames {

  public static final String FEATURE = ImportNames.FEATURE;

  /** Apart from that of imports: a receiver that is slow holds up notices and nothing else. */
  public static final String TASK_QUEUE = "imports-notices";

  /**
   * As what notices park and are held back: a receiver that is down must not have the brake stop
   * the imports themselves.
   */
  public static final String HELD_AS = "imports-notices";

  public static final String WORKFLOW_TYPE = "NotificationWorkflow";

  /** What a notice tells of that somebody asked for to try the way; else a {@link NoticeEvent}. */
  public static final String TEST = "test";

  private NoticeNames() {}

  public static String workflowId(TenantId tenant, UUID noticeId) {
    return FEATURE + "/" + tenant.value() + "/notice/" + noticeId;
  }
}
