-- What cannot be read from rows: what a company assumes, from when on, and where it has that from. A value holds until the
-- next one of its name begins.
create table metric_assumptions (
  tenant_id text not null,
  name text not null check (name in (
    'monthly_programme_cost', 'wage_lift', 'multiplier', 'discount_rate', 'benefit_years')),
  valid_from date not null,
  value numeric(20, 6) not null,
  source text not null check (length(source) between 1 and 500),
  set_by text not null,
  set_at timestamptz not null default now(),
  primary key (tenant_id, name, valid_from),
  check (case name
    when 'monthly_programme_cost' then value > 0
    when 'wage_lift' then value >= 0
    when 'multiplier' then value > 0
    when 'discount_rate' then value >= 0 and value < 1
    else value between 1 and 50 and value = trunc(value) end)
);
comment on table metric_assumptions is 'Assumptions behind figures of a company, each with its source.';
call protect_by_tenant('metric_assumptions');
grant select, insert, update, delete on metric_assumptions to csr_api;
grant select on metric_assumptions to csr_worker;

create table metric_snapshots (
  tenant_id text not null,
  snapshot_id uuid not null,
  period_from date not null,
  period_until date not null,
  time_zone text not null check (length(time_zone) between 1 and 50),
  state text not null default 'queued' check (state in ('queued', 'computed', 'unchanged', 'failed')),
  revision int check (revision > 0),
  same_as uuid,
  figures jsonb,
  assumptions jsonb,
  moved jsonb,
  workflow_id text not null,
  requested_by text not null,
  requested_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (tenant_id, snapshot_id),
  unique (tenant_id, period_from, period_until, time_zone, revision),
  foreign key (tenant_id, same_as) references metric_snapshots,
  check (period_from < period_until),
  check ((state = 'queued') = (finished_at is null)),
  check ((state = 'computed') = (revision is not null)),
  check ((state = 'computed') = (figures is not null)),
  check ((state = 'computed') = (assumptions is not null)),
  check ((state = 'computed') = (moved is not null)),
  check ((state = 'unchanged') = (same_as is not null))
);
comment on table metric_snapshots is 'Figures of a company in a period as they were at one moment; what has ended never changes.';
comment on column metric_snapshots.period_until is 'The day behind the last one, in the time zone.';
comment on column metric_snapshots.same_as is 'The latest revision, where computing anew came to the same figures.';
comment on column metric_snapshots.moved is 'Names of figures that differ from the revision before.';
create index metric_snapshots_at_work on metric_snapshots (requested_at) where finished_at is null;
create index metric_snapshots_by_request on metric_snapshots (tenant_id, requested_at desc, snapshot_id);
call protect_by_tenant('metric_snapshots');
call open_to_system('metric_snapshots');
grant select on metric_snapshots to csr_api;
grant insert (tenant_id, snapshot_id, period_from, period_until, time_zone, workflow_id, requested_by)
  on metric_snapshots to csr_api;
grant select, insert, update on metric_snapshots to csr_worker;
grant select (tenant_id, snapshot_id, state, workflow_id, requested_at, finished_at) on metric_snapshots to csr_system;

create function keep_metric_snapshots() returns trigger language plpgsql as $$
begin
  raise exception 'a snapshot that has ended does not change' using errcode = 'integrity_constraint_violation';
end $$;
create trigger metric_snapshots_stay before update on metric_snapshots
  for each row when (old.finished_at is not null) execute function keep_metric_snapshots();

-- Figures of a period read the sessions that ended in it, and nothing else of them.
create index sessions_by_completion on sessions (tenant_id, completed_at)
  include (participant_id, volunteer_id, duration_minutes, language_level) where completed_at is not null;
create index course_completions_by_completion on course_completions (tenant_id, completed_at) include (person_id);
create index buddy_events_by_date on buddy_events (tenant_id, event_date) include (match_id);
create index buddy_checkins_by_date on buddy_checkins (tenant_id, checkin_date) include (match_id);
