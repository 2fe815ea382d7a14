package org.teei.csr.workflows.impactin.schedules;

import java.util.UUID;
import org.teei.csr.workflows.shared.TenantId;

/** Which schedule: the whole input of its runs. */
public record ScheduleRef(TenantId tenant, UUID scheduleId) {}
