drop index parked_workflows_by_source;
revoke insert on drain_switches from csr_worker;
comment on table drain_switches is 'Drain switches by feature, tenant or vendor.';
delete from drain_switches where scope like 'tenant:%:%';
alter table drain_switches drop constraint drain_switches_scope_check;
alter table drain_switches add constraint drain_switches_scope_check
  check (scope ~ '^(feature|tenant|vendor):[a-z0-9-]{1,60}$');
