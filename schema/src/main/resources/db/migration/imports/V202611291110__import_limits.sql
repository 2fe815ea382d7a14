-- How much of the platform a company may use for imports, where that is not what all may: data of the platform's staff.
create table import_limits (
  tenant_id text primary key references tenants,
  running_imports int check (running_imports > 0),
  stored_bytes bigint check (stored_bytes > 0),
  version int not null default 1,
  changed_at timestamptz not null default now(),
  changed_by text not null
);
comment on table import_limits is 'Limits of companies that differ from those of all; null where one does not.';
call protect_by_tenant('import_limits');
grant select, insert, update on import_limits to csr_api;
grant select on import_limits to csr_worker;

-- What a company keeps is added up whenever a file comes in.
create index import_jobs_kept on import_jobs (tenant_id) include (stored_length) where stored_object <> '';
