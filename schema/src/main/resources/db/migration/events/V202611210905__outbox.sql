-- Transactional outbox. position is assigned under an advisory lock of the tenant as the last statement of the change,
-- so the order of positions is the order of commits and a reader never sees a gap close behind it.
create table outbox_events (
  tenant_id text not null,
  position bigint not null check (position > 0),
  event_id uuid not null,
  type text not null,
  person_id uuid not null,
  subject_version bigint not null check (subject_version > 0),
  data jsonb not null,
  correlation_id text,
  trace_parent text,
  occurred_at timestamptz not null default now(),
  primary key (tenant_id, position),
  unique (tenant_id, person_id, subject_version)
);
comment on table outbox_events is 'Events of committed changes in commit order, published by the relay; ids and figures only.';
call protect_by_tenant('outbox_events');
grant select, insert, delete on outbox_events to csr_worker;

create table outbox_positions (
  tenant_id text primary key references tenants,
  last_position bigint not null default 0,
  published_position bigint not null default 0,
  published_at timestamptz,
  published_fencing bigint not null default 0,
  check (published_position <= last_position)
);
comment on table outbox_positions is 'Last assigned and last published position of a tenant; published_fencing is the highest fencing number of a relay so far.';
call protect_by_tenant('outbox_positions');
call open_to_system('outbox_positions');
grant select, insert, update on outbox_positions to csr_worker;
grant select on outbox_positions to csr_system, csr_api;

-- An event takes effect once per consumer: this row is written in the transaction of the effect.
create table event_deduplication (
  tenant_id text not null,
  consumer text not null,
  event_id uuid not null,
  processed_at timestamptz not null default now(),
  primary key (tenant_id, consumer, event_id)
);
comment on table event_deduplication is 'Events that already took effect, per consumer.';
call protect_by_tenant('event_deduplication');
grant select, insert, delete on event_deduplication to csr_worker;

-- A poison event waits here for a person; later events of the same person queue behind it.
create table parked_events (
  tenant_id text not null references tenants,
  consumer text not null,
  person_id uuid not null,
  position bigint not null,
  event_id uuid not null,
  failure_type text,
  parked_at timestamptz not null default now(),
  primary key (tenant_id, consumer, event_id)
);
comment on table parked_events is 'Events that a consumer could not apply, and those of the same person behind them (failure_type null).';
create index parked_events_by_person on parked_events (tenant_id, consumer, person_id, position);
call protect_by_tenant('parked_events');
grant select on parked_events to csr_api;
grant select, insert, update, delete on parked_events to csr_worker;
