package org.teei.csr.workflows.imports.notices;

import java.util.UUID;
import org.teei.csr.workflows.shared.RetryProfile;
import org.teei.csr.workflows.shared.TenantId;

/**
 * Which notice: the whole input of its workflow and of its steps.
 *
 * @param profile how fast and how often a failed delivery is tried again before it parks
 */
public record NoticeRef(TenantId tenant, UUID noticeId, RetryProfile profile) {}
