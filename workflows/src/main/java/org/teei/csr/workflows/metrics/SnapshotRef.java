package org.teei.csr.workflows.metrics;

import java.util.UUID;
import org.teei.csr.workflows.shared.TenantId;

/** Which snapshot: the whole input of its workflow and of its steps. */
public record SnapshotRef(TenantId tenant, UUID snapshotId) {}
