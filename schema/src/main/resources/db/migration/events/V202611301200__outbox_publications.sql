-- How far events are published stands in a row of its own. In the row of the last position the relay waited for each writer
-- until its commit, and each writer for the relay.
-- Workers of builds before this one still note it in outbox_positions, and the further of both counts. The release after
-- this one takes over what stands there and drops the columns.
create table outbox_publications (
  tenant_id text primary key references tenants,
  position bigint not null check (position >= 0),
  fencing bigint not null,
  published_at timestamptz not null default now()
);
comment on table outbox_publications is 'Last published position of a tenant; fencing is the highest fencing number of a relay so far.';
call protect_by_tenant('outbox_publications');
call open_to_system('outbox_publications');
grant select, insert, update on outbox_publications to csr_worker;
grant select on outbox_publications to csr_system;
comment on table outbox_positions is 'Last assigned position of a tenant. What it says of publishing is by workers older than outbox_publications.';
