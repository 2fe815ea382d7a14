-- The reconciler looks for resolutions whose workflow was ended outside.
create index bulk_resolutions_active on bulk_resolutions (tenant_id, bulk_id) where finished_at is null;
call open_to_system('bulk_resolutions');
grant select on bulk_resolutions to csr_system;
