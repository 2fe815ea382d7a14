-- Two profiles turn out to be one person: one asks to merge them, another approves. The one becomes an alias of the other; rows keep their person and key.
create table profile_merges (
  tenant_id text not null references tenants,
  merge_id uuid not null,
  person_id uuid not null,
  into_id uuid not null,
  state text not null default 'requested' check (state in ('requested', 'merged', 'lapsed', 'withdrawn')),
  reason text not null check (reason in ('person_confirmed', 'new_address', 'known_twice')),
  requested_by text not null,
  requested_at timestamptz not null default now(),
  lapses_at timestamptz not null default now() + interval '7 days',
  approved_by text constraint profile_merges_two_people check (approved_by <> requested_by),
  finished_at timestamptz,
  version bigint not null default 1,
  primary key (tenant_id, merge_id),
  foreign key (tenant_id, person_id) references profiles (tenant_id, person_id),
  foreign key (tenant_id, into_id) references profiles (tenant_id, person_id),
  constraint profile_merges_of_two check (person_id <> into_id),
  constraint profile_merges_approved check ((state = 'merged') = (approved_by is not null)),
  constraint profile_merges_finished check ((state = 'requested') = (finished_at is null))
);
comment on table profile_merges is 'Merges of profiles: who asked why that one is another, who else approved, and what it came to.';
create unique index profile_merges_one_at_a_time on profile_merges (tenant_id, person_id) where finished_at is null;
create index profile_merges_into on profile_merges (tenant_id, into_id);
call protect_by_tenant('profile_merges');
grant select, insert (tenant_id, merge_id, person_id, into_id, reason, requested_by),
  update (state, approved_by, finished_at, version) on profile_merges to csr_api;
grant select on profile_merges to csr_worker;

-- The API makes aliases by an approved merge only, in the transaction that approves it.
grant update (merged_into, updated_at) on profiles to csr_api;
create policy merged on profiles as restrictive for update to csr_api using (exists (
  select from profile_merges m
  where m.tenant_id = profiles.tenant_id and m.person_id = profiles.person_id
    and m.state = 'merged' and m.finished_at = now()
));
