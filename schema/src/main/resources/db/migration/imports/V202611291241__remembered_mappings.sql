create table import_mappings (
  tenant_id text not null references tenants,
  kind text not null,
  mapping jsonb not null,
  version int not null default 1,
  changed_at timestamptz not null default now(),
  primary key (tenant_id, kind)
);
comment on table import_mappings is 'Which headers of a tenant''s files are which columns; used for files that bring no mapping of their own.';
call protect_by_tenant('import_mappings');
grant select, insert, update on import_mappings to csr_api;
grant select on import_mappings to csr_worker;
