-- The row of an erased person stays without key and identifiers: sessions count it, and nothing leads from it to anybody.
alter table profiles add column erased_at timestamptz;
comment on column profiles.erased_at is 'When the key of the person was destroyed; contact data and texts cannot be read any more.';

-- Erasures are asked for by one person and approved by another; that is checked here too.
create table person_erasures (
  tenant_id text not null references tenants,
  erasure_id uuid not null,
  person_id uuid not null,
  state text not null default 'requested' check (state in ('requested', 'approved', 'erased', 'lapsed')),
  reason text not null check (reason in ('no_longer_needed', 'consent_withdrawn', 'objection', 'unlawful_processing', 'legal_obligation')),
  requested_by text not null,
  requested_at timestamptz not null default now(),
  lapses_at timestamptz not null default now() + interval '7 days',
  approved_by text check (approved_by <> requested_by),
  approved_at timestamptz,
  erased_profiles int check (erased_profiles > 0),
  finished_at timestamptz,
  workflow_id text not null,
  version bigint not null default 1,
  primary key (tenant_id, erasure_id),
  unique (tenant_id, workflow_id),
  foreign key (tenant_id, person_id) references profiles (tenant_id, person_id),
  check ((approved_by is null) = (approved_at is null)),
  check (state <> 'requested' or approved_by is null),
  check (state not in ('approved', 'erased') or approved_by is not null),
  check ((state in ('erased', 'lapsed')) = (finished_at is not null)),
  check ((state = 'erased') = (erased_profiles is not null))
);
comment on table person_erasures is 'Erasures of persons: who asked why, who else approved, and what it came to.';
create unique index person_erasures_one_at_a_time on person_erasures (tenant_id, person_id) where finished_at is null;
call protect_by_tenant('person_erasures');
call open_to_system('person_erasures');
grant select, insert (tenant_id, erasure_id, person_id, reason, requested_by, workflow_id),
  update (state, approved_by, approved_at, finished_at, version) on person_erasures to csr_api;
grant select, update (state, erased_profiles, finished_at, version) on person_erasures to csr_worker;
grant select on person_erasures to csr_system;
