-- The five roles of the platform, run once by a database superuser before the first migration. Logins and passwords are
-- the operator's; no role here may create databases or roles, own tables (but the owner) or bypass row security.
-- The database belongs to csr_owner.
do $$
declare
  role_name text;
begin
  foreach role_name in array array['csr_owner', 'csr_api', 'csr_worker', 'csr_system', 'csr_replayer'] loop
    if not exists (select from pg_roles where rolname = role_name) then
      execute format('create role %I login nosuperuser nocreatedb nocreaterole nobypassrls', role_name);
    end if;
    execute format('alter role %I set search_path = csr', role_name);
  end loop;
end
$$;
