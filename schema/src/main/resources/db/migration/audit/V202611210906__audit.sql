-- Who did what. Rows are appended in the transaction of the change and never changed: no role may update or delete them.
create table audit_entries (
  tenant_id text not null references tenants,
  entry_id uuid not null,
  occurred_at timestamptz not null default now(),
  actor text not null,
  actor_role text not null,
  action text not null,
  resource_type text not null,
  resource_id text not null,
  decision_id uuid,
  request_id text,
  details jsonb not null default '{}',
  primary key (tenant_id, entry_id)
);
comment on table audit_entries is 'Append-only record of changes and looks at persons; ids only.';
create index audit_entries_by_time on audit_entries (tenant_id, occurred_at, entry_id);
create index audit_entries_by_resource on audit_entries (tenant_id, resource_type, resource_id, occurred_at);
call protect_by_tenant('audit_entries');
call open_to_system('audit_entries');
grant select, insert on audit_entries to csr_api, csr_worker;
grant select on audit_entries to csr_system;

-- Hash-chained, signed seals over listed entries; the same seal is written once outside the database.
create table audit_seals (
  tenant_id text not null references tenants,
  seal_number bigint not null check (seal_number > 0),
  sealed_at timestamptz not null default now(),
  entry_count int not null check (entry_count > 0),
  entries_digest bytea not null,
  previous_digest bytea not null,
  digest bytea not null,
  signature bytea not null,
  key_id text not null,
  primary key (tenant_id, seal_number)
);
comment on table audit_seals is 'Signed chain of seals; each covers the entries that audit_sealed_entries lists for it.';
create table audit_sealed_entries (
  tenant_id text not null,
  entry_id uuid not null,
  seal_number bigint not null,
  primary key (tenant_id, entry_id),
  foreign key (tenant_id, seal_number) references audit_seals deferrable initially deferred
);
comment on table audit_sealed_entries is 'Which seal covers an entry.';
create index audit_sealed_entries_by_seal on audit_sealed_entries (tenant_id, seal_number);
call protect_by_tenant('audit_seals');
call protect_by_tenant('audit_sealed_entries');
call open_to_system('audit_sealed_entries');
grant select, insert on audit_seals, audit_sealed_entries to csr_worker;
grant select on audit_seals, audit_sealed_entries to csr_api;
grant select on audit_sealed_entries to csr_system;

-- The authority behind a command to a workflow: REST checks it, writes it here and sends only the id along; the sweeper
-- of parked workflows writes its own.
create table decisions (
  tenant_id text not null references tenants,
  decision_id uuid not null,
  actor text not null,
  actor_role text not null,
  action text not null,
  resource_type text not null,
  resource_id text not null,
  reason text,
  decided_at timestamptz not null default now(),
  primary key (tenant_id, decision_id)
);
comment on table decisions is 'Decisions of persons on running work: who, in which role, what and why.';
create index decisions_by_resource on decisions (tenant_id, resource_type, resource_id, decided_at);
call protect_by_tenant('decisions');
grant select, insert on decisions to csr_api, csr_worker;
