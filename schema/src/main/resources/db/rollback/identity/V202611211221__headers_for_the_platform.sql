drop policy system on access_tokens;
revoke select (tenant_id, token_id, client_id, subject, roles, issued_at, expires_at, revoked_at) on access_tokens from csr_system;
drop policy system on parked_events;
revoke select (tenant_id, consumer, position, event_id, event_type, failure_class, failure_type, attempts, parked_at)
  on parked_events from csr_system;
revoke select (tenant_id, entry_id, occurred_at, actor, actor_role, action, resource_type, resource_id, decision_id, request_id, workflow_id,
    purpose) on audit_entries from csr_system;
revoke select (tenant_id, parked_id, feature, workflow_id, business_ref, stage, failure_class, failure_type, sequence, actions, state,
    parked_at, expires_at, resolved_at, resolution, decision_id) on parked_workflows from csr_system;
revoke select (tenant_id, bulk_id, decision_id, action, status, matched, resolved, skipped, workflow_id, created_at, finished_at)
  on bulk_resolutions from csr_system;
grant select on audit_entries, parked_workflows, bulk_resolutions to csr_system;
