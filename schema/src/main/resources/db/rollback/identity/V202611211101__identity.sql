drop table access_tokens, oauth_clients, signing_keys;
select set_config('app.tenant', 'platform', true);
delete from tenants where tenant_id = 'platform';
select set_config('app.tenant', '', true);
alter table tenants drop constraint tenants_tenant_id_check;
alter table tenants add constraint tenants_tenant_id_check
  check (tenant_id ~ '^[a-z0-9][a-z0-9-]{1,39}$' and tenant_id <> 'platform');
