alter table import_jobs drop constraint import_jobs_kind_check;
alter table import_jobs add constraint import_jobs_kind_check check (kind in (
  'sessions', 'users', 'matches', 'events', 'checkins', 'feedback', 'completions', 'credentials'));

create table buddy_matches (
  tenant_id text not null,
  match_id uuid not null,
  participant_id uuid not null,
  buddy_id uuid not null,
  external_key text check (length(external_key) between 1 and 255),
  matched_at timestamptz not null,
  status text not null check (status in ('active', 'inactive', 'ended')),
  ended_at timestamptz,
  end_reason text check (end_reason in ('completed', 'other')),
  language text check (length(language) between 1 and 100),
  interests text[] not null default '{}',
  location_ciphertext bytea,
  content_fingerprint bytea not null,
  import_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, match_id),
  unique (tenant_id, participant_id, buddy_id),
  foreign key (tenant_id, participant_id) references profiles,
  foreign key (tenant_id, buddy_id) references profiles,
  check (participant_id <> buddy_id),
  check ((status = 'ended') = (ended_at is not null)),
  check ((status = 'ended') = (end_reason is not null)),
  check (ended_at >= matched_at)
);
comment on table buddy_matches is 'Pairs of a participant and a buddy; natural key (tenant, participant, buddy).';
comment on column buddy_matches.external_key is 'What its source calls the match; rows of other files may name it so.';
create unique index buddy_matches_by_external_key on buddy_matches (tenant_id, external_key) where external_key is not null;
create index buddy_matches_by_buddy on buddy_matches (tenant_id, buddy_id);
call protect_by_tenant('buddy_matches');
grant select on buddy_matches to csr_api;
grant select, insert, update, delete on buddy_matches to csr_worker;
