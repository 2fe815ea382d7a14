-- Who is told when an import comes to a point at which somebody may want to do something.
create table import_subscriptions (
  tenant_id text not null references tenants,
  subscription_id uuid not null,
  name text not null check (length(name) between 1 and 200),
  channel text not null check (channel in ('webhook', 'mail')),
  statuses text[] not null check (
    cardinality(statuses) > 0
    and statuses <@ array['awaiting_approval', 'parked', 'completed', 'failed', 'cancelled', 'expired', 'undone']),
  target_ciphertext bytea not null,
  secret_ciphertext bytea,
  previous_secret_ciphertext bytea,
  previous_secret_until timestamptz,
  retry_profile text not null check (retry_profile in ('exponential', 'linear', 'aggressive', 'conservative')),
  active boolean not null default true,
  inactive_because text check (inactive_because in ('switched-off', 'gone')),
  version int not null default 1,
  created_at timestamptz not null default now(),
  created_by text not null,
  changed_at timestamptz not null default now(),
  primary key (tenant_id, subscription_id),
  check ((channel = 'webhook') = (secret_ciphertext is not null)),
  check ((previous_secret_ciphertext is null) = (previous_secret_until is null)),
  check (active = (inactive_because is null))
);
comment on table import_subscriptions is 'Receivers of notices about imports; their addresses and the secrets that sign are encrypted.';
comment on column import_subscriptions.previous_secret_until is 'Until then the secret before signs too, so that a receiver can change over.';
call protect_by_tenant('import_subscriptions');
grant select, insert, update, delete on import_subscriptions to csr_api;
grant select, update (active, inactive_because, version, changed_at) on import_subscriptions to csr_worker;

create table import_notices (
  tenant_id text not null references tenants,
  notice_id uuid not null,
  subscription_id uuid not null,
  import_id uuid,
  status text not null,
  content jsonb not null,
  state text not null default 'pending' check (state in ('pending', 'parked', 'delivered', 'failed')),
  attempts int not null default 0,
  last_attempt_at timestamptz,
  last_status int check (last_status between 100 and 999),
  last_failure text,
  workflow_id text not null,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (tenant_id, notice_id),
  foreign key (tenant_id, subscription_id) references import_subscriptions on delete cascade,
  foreign key (tenant_id, import_id) references import_jobs on delete cascade,
  check ((import_id is null) = (status = 'test')),
  check ((state in ('delivered', 'failed')) = (finished_at is not null))
);
comment on table import_notices is 'Notices about imports and how their delivery went; content holds ids, closed words and counts.';
comment on column import_notices.last_failure is 'Why the last attempt failed, in a closed word.';
create index import_notices_by_subscription on import_notices (tenant_id, subscription_id, created_at desc, notice_id);
create index import_notices_active on import_notices (tenant_id, notice_id) where finished_at is null;
create index import_notices_ended on import_notices (tenant_id, finished_at) where finished_at is not null;
call protect_by_tenant('import_notices');
call open_to_system('import_notices');
grant select, insert, update (state, finished_at) on import_notices to csr_api;
grant select, insert, update, delete on import_notices to csr_worker;
grant select (tenant_id, notice_id, workflow_id, created_at, finished_at) on import_notices to csr_system;
