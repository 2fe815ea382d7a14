-- What REST accepted and Temporal must start: written with the job row, started after commit, healed by the reconciler.
create table start_intents (
  tenant_id text not null references tenants,
  intent_id uuid not null,
  feature text not null,
  workflow_type text not null,
  workflow_id text not null,
  task_queue text not null,
  input jsonb not null,
  summary text not null,
  business_ref text not null,
  priority int not null check (priority between 1 and 5),
  state text not null default 'pending' check (state in ('pending', 'started', 'refused')),
  attempts int not null default 0,
  next_attempt_at timestamptz not null default now(),
  trace_parent text,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  primary key (tenant_id, intent_id)
);
comment on table start_intents is 'Workflows to start, decoupled from Temporal being reachable; input holds ids only.';
create index start_intents_pending on start_intents (next_attempt_at) where state = 'pending';
create index start_intents_by_workflow on start_intents (tenant_id, workflow_id, created_at);
call protect_by_tenant('start_intents');
call open_to_system('start_intents');
grant select, insert, update on start_intents to csr_api, csr_worker;
grant select on start_intents to csr_system;
grant delete on start_intents to csr_worker;

-- A workflow that waits for a person: the list that replaces a dead-letter queue.
create table parked_workflows (
  tenant_id text not null references tenants,
  parked_id uuid not null,
  feature text not null,
  workflow_id text not null,
  business_ref text not null,
  stage text not null,
  failure_class text not null check (failure_class in ('TRANSIENT', 'RATE_LIMITED', 'PERMANENT', 'AUTH', 'DATA', 'BUG')),
  failure_type text not null,
  sentence text not null,
  sequence int not null check (sequence > 0),
  actions text[] not null check (actions <@ array['RETRY', 'SKIP', 'ABORT']),
  state text not null default 'waiting' check (state in ('waiting', 'resolved', 'expired', 'ended')),
  parked_at timestamptz not null default now(),
  expires_at timestamptz,
  resolved_at timestamptz,
  resolution text check (resolution in ('RETRY', 'SKIP', 'ABORT')),
  decision_id uuid,
  primary key (tenant_id, parked_id),
  check ((state = 'resolved') = (resolution is not null))
);
comment on table parked_workflows is 'Steps that failed for good and wait, or waited, for a decision.';
create index parked_workflows_waiting on parked_workflows (tenant_id, parked_at, parked_id) where state = 'waiting';
-- Not unique: sequences begin again when a workflow is run again.
create index parked_workflows_by_workflow on parked_workflows (tenant_id, workflow_id, sequence);
call protect_by_tenant('parked_workflows');
call open_to_system('parked_workflows');
grant select on parked_workflows to csr_api, csr_system;
grant select, insert, update on parked_workflows to csr_worker;

create table bulk_resolutions (
  tenant_id text not null references tenants,
  bulk_id uuid not null,
  decision_id uuid not null,
  action text not null check (action in ('RETRY', 'SKIP', 'ABORT')),
  filters jsonb not null,
  status text not null default 'queued' check (status in ('queued', 'running', 'completed', 'failed')),
  matched int not null default 0,
  resolved int not null default 0,
  skipped int not null default 0,
  workflow_id text not null,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (tenant_id, bulk_id)
);
comment on table bulk_resolutions is 'Resolutions of many parked workflows at once, themselves jobs.';
call protect_by_tenant('bulk_resolutions');
grant select, insert on bulk_resolutions to csr_api;
grant select, update on bulk_resolutions to csr_worker;

-- While a switch is set, runs it covers hold before their next side effect. Operational, without tenant: it may cover all.
create table drain_switches (
  scope text primary key check (scope ~ '^(feature|tenant|vendor):[a-z0-9-]{1,60}$'),
  reason text not null,
  actor text not null,
  set_at timestamptz not null default now()
);
comment on table drain_switches is 'Drain switches by feature, tenant or vendor.';
grant select, insert, delete on drain_switches to csr_api;
grant select on drain_switches to csr_worker;

-- Leases of the endless loops. The fencing number grows with each change of holder, so a late holder is refused.
create table leases (
  name text primary key,
  holder text not null,
  fencing bigint not null,
  expires_at timestamptz not null
);
comment on table leases is 'Who runs an endless loop now (relay, start intents, reconciler, sealer).';
grant select, insert, update on leases to csr_system;
