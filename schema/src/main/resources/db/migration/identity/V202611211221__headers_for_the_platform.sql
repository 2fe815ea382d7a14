-- The platform's own staff see headers of all tenants, through csr_system: ids, states, counts and times. What a tenant's
-- people wrote, and what things were before and after, csr_system cannot read.
revoke select on audit_entries, parked_workflows, bulk_resolutions from csr_system;
grant select (tenant_id, entry_id, occurred_at, actor, actor_role, action, resource_type, resource_id, decision_id, request_id, workflow_id,
    purpose) on audit_entries to csr_system;
grant select (tenant_id, parked_id, feature, workflow_id, business_ref, stage, failure_class, failure_type, sequence, actions, state,
    parked_at, expires_at, resolved_at, resolution, decision_id) on parked_workflows to csr_system;
grant select (tenant_id, bulk_id, decision_id, action, status, matched, resolved, skipped, workflow_id, created_at, finished_at)
  on bulk_resolutions to csr_system;

call open_to_system('parked_events');
grant select (tenant_id, consumer, position, event_id, event_type, failure_class, failure_type, attempts, parked_at)
  on parked_events to csr_system;
call open_to_system('access_tokens');
grant select (tenant_id, token_id, client_id, subject, roles, issued_at, expires_at, revoked_at) on access_tokens to csr_system;
