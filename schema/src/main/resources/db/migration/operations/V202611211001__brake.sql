-- The brake holds back one feature of one tenant: a scope of its own, set by workers, lifted through REST like any other.
alter table drain_switches drop constraint drain_switches_scope_check;
alter table drain_switches add constraint drain_switches_scope_check
  check (scope ~ '^((feature|tenant|vendor):[a-z0-9-]{1,60}|tenant:[a-z0-9-]{1,60}:[a-z0-9-]{1,60})$');
comment on table drain_switches is 'Drain switches by feature, tenant, feature of a tenant, or vendor.';
grant insert on drain_switches to csr_worker;
create index parked_workflows_by_source on parked_workflows (tenant_id, feature, failure_class, parked_at);
