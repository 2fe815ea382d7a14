drop table tenants;
drop procedure open_to_system(regclass);
drop procedure protect_by_tenant(regclass);
drop function current_tenant();
revoke usage on schema csr from csr_api, csr_worker, csr_system;
