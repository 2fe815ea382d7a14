-- Schedules: figures of a company go to a platform by themselves. Temporal Schedules follow these rows.
create table scheduled_deliveries (
  tenant_id text not null references tenants,
  schedule_id uuid not null,
  platform text not null check (platform in ('benevity', 'goodera', 'workday', 'file')),
  frequency text not null check (frequency in ('weekly', 'monthly', 'quarterly', 'custom')),
  run_day int check (run_day between 1 and 31),
  run_time time,
  cron text check (length(cron) between 9 and 50),
  period_unit text not null check (period_unit in ('day', 'week', 'month', 'quarter')),
  time_zone text not null check (length(time_zone) between 1 and 50),
  overlap text not null check (overlap in ('skip', 'buffer_one')),
  catch_up_seconds int not null check (catch_up_seconds between 60 and 2678400),
  jitter_seconds int not null check (jitter_seconds between 0 and 3600),
  approval text not null check (approval in ('always', 'never', 'on_deviation')),
  paused boolean not null,
  note text check (length(note) between 1 and 200),
  ends_at timestamptz,
  active_since timestamptz not null default now(),
  missed_from date,
  missed_until date,
  version int not null default 1,
  scheduled_version int not null default 0,
  deleted boolean not null default false,
  created_by text not null,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  primary key (tenant_id, schedule_id),
  check ((frequency = 'custom') = (cron is not null)),
  check ((frequency = 'custom') = (run_day is null)),
  check ((frequency = 'custom') = (run_time is null)),
  check ((missed_from is null) = (missed_until is null))
);
comment on table scheduled_deliveries is 'When which figures of a company go to a platform; scheduled_version is the one that the Temporal Schedule follows.';
comment on column scheduled_deliveries.active_since is 'Since when it runs as it does: no run before that is missed.';
comment on column scheduled_deliveries.missed_from is 'First day of the latest period whose run did not happen, until it is delivered or the schedule changes.';
call protect_by_tenant('scheduled_deliveries');
call open_to_system('scheduled_deliveries');
grant select, insert, update on scheduled_deliveries to csr_api;
grant select, update on scheduled_deliveries to csr_worker;
grant select on scheduled_deliveries to csr_system;

create table impact_deliveries (
  tenant_id text not null references tenants,
  delivery_id uuid not null,
  platform text not null check (platform in ('benevity', 'goodera', 'workday', 'file')),
  period_from date not null,
  period_until date not null,
  time_zone text not null check (length(time_zone) between 1 and 50),
  revision int not null check (revision > 0),
  schedule_id uuid,
  cause text not null check (cause in ('scheduled', 'caught-up', 'run-now', 'backfill')),
  approval text not null check (approval in ('always', 'never', 'on_deviation')),
  status text not null default 'pending' check (status in (
    'pending', 'awaiting_approval', 'delivering', 'retrying', 'unknown', 'parked', 'delivered', 'confirmed', 'refused', 'expired',
    'cancelled', 'failed')),
  reason text,
  run int not null default 1 check (run > 0),
  attempts int not null default 0,
  reminders int not null default 0,
  snapshot_id uuid,
  payload_ciphertext bytea,
  payload_sha256 text check (payload_sha256 ~ '^[0-9a-f]{64}$'),
  content_type text,
  left_out jsonb,
  changes jsonb,
  transaction_id text check (length(transaction_id) between 1 and 200),
  workflow_id text not null,
  requested_by text not null,
  requested_at timestamptz not null default now(),
  approval_due_at timestamptz,
  first_sent_at timestamptz,
  delivered_at timestamptz,
  confirmed_at timestamptz,
  finished_at timestamptz,
  primary key (tenant_id, delivery_id),
  unique (tenant_id, platform, period_from, period_until, revision),
  foreign key (tenant_id, schedule_id) references scheduled_deliveries,
  foreign key (tenant_id, snapshot_id) references metric_snapshots,
  check (period_from < period_until),
  check ((payload_ciphertext is null) = (payload_sha256 is null)),
  check ((payload_ciphertext is null) = (content_type is null)),
  check (snapshot_id is not null or payload_sha256 is null),
  check (status not in ('delivered', 'confirmed') or delivered_at is not null),
  check (status not in ('refused', 'expired', 'cancelled', 'failed') or finished_at is not null)
);
comment on table impact_deliveries is 'Deliveries of figures to platforms, each company, platform, period and revision once.';
comment on column impact_deliveries.run is 'How often it was begun: once, and once more by each replay.';
comment on column impact_deliveries.reason is 'Why it ended without success or is parked, as the tail of a problem type.';
comment on column impact_deliveries.payload_ciphertext is 'What is sent, frozen before the first attempt.';
comment on column impact_deliveries.left_out is 'Figures that are not sent, each with its reason.';
comment on column impact_deliveries.changes is 'Why it was asked about: figures that deviate or differ from what was delivered before.';
create index impact_deliveries_at_work on impact_deliveries (requested_at) where finished_at is null;
create index impact_deliveries_by_request on impact_deliveries (tenant_id, requested_at desc, delivery_id);
create index impact_deliveries_by_transaction on impact_deliveries (tenant_id, platform, transaction_id) where transaction_id is not null;
create index impact_deliveries_by_schedule on impact_deliveries (tenant_id, schedule_id, period_from desc) where schedule_id is not null;
call protect_by_tenant('impact_deliveries');
call open_to_system('impact_deliveries');
grant select on impact_deliveries to csr_api;
grant insert (tenant_id, delivery_id, platform, period_from, period_until, time_zone, revision, schedule_id, cause, approval, workflow_id,
  requested_by) on impact_deliveries to csr_api;
grant update (status, reason, run, finished_at) on impact_deliveries to csr_api;
grant select, insert, update on impact_deliveries to csr_worker;
grant select (tenant_id, delivery_id, platform, status, workflow_id, requested_at, finished_at, delivered_at) on impact_deliveries to csr_system;

-- What was frozen and sent never changes afterwards.
create function keep_impact_payloads() returns trigger language plpgsql as $$
begin
  raise exception 'a frozen payload does not change' using errcode = 'integrity_constraint_violation';
end $$;
create trigger impact_payloads_stay before update on impact_deliveries
  for each row when (old.payload_sha256 is not null and (
    new.payload_sha256 is distinct from old.payload_sha256 or new.payload_ciphertext is distinct from old.payload_ciphertext
    or new.snapshot_id is distinct from old.snapshot_id))
  execute function keep_impact_payloads();

create table impact_delivery_attempts (
  tenant_id text not null,
  delivery_id uuid not null,
  attempt int not null check (attempt > 0),
  kind text not null check (kind in ('send', 'ask')),
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  verdict text check (verdict in (
    'accepted', 'confirmed', 'refused', 'try-later', 'unknown', 'not-found', 'cannot-ask')),
  failure_class text,
  reason text,
  http_status int,
  took_millis int,
  request_ciphertext bytea,
  response_ciphertext bytea,
  primary key (tenant_id, delivery_id, attempt),
  foreign key (tenant_id, delivery_id) references impact_deliveries,
  check ((ended_at is null) = (verdict is null))
);
comment on table impact_delivery_attempts is 'Each request to a platform. One that has no end was cut off: what became of it is unknown until the platform, or a person, says so.';
call protect_by_tenant('impact_delivery_attempts');
grant select on impact_delivery_attempts to csr_api;
grant select, insert, update on impact_delivery_attempts to csr_worker;
