-- A tenant is one company. Its id is a short name that appears in workflow ids, subjects and URLs and never changes.
-- 'platform' stands in workflow ids for work of no tenant.
create table tenants (
  tenant_id text primary key check (tenant_id ~ '^[a-z0-9][a-z0-9-]{1,39}$' and tenant_id <> 'platform'),
  name text not null check (length(name) between 1 and 200),
  created_at timestamptz not null default now()
);
comment on table tenants is 'Companies; one row per tenant.';

-- The tenant of the current transaction, null when none was set: every policy then shows and accepts nothing.
create function current_tenant() returns text
  language sql stable parallel safe
  as $$ select nullif(current_setting('app.tenant', true), '') $$;

-- Puts a table under row security: rows of the transaction's tenant only, for reading and writing, also for the owner.
create procedure protect_by_tenant(target regclass)
  language plpgsql
  as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy tenant on %s using (tenant_id = (select csr.current_tenant())) with check (tenant_id = (select csr.current_tenant()))',
    target);
end
$$;

-- Lets csr_system see all tenants of a table. Only for finding out which tenant has work; a tested list names the tables.
create procedure open_to_system(target regclass)
  language plpgsql
  as $$
begin
  execute format('create policy system on %s to csr_system using (true) with check (true)', target);
end
$$;

grant usage on schema csr to csr_api, csr_worker, csr_system;
call protect_by_tenant('tenants');
call open_to_system('tenants');
grant select on tenants to csr_api, csr_worker, csr_system;
grant insert on tenants to csr_system;
