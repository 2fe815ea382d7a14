-- version counts the events about a person; it is raised under the row's lock, so versions have no gap.
create table profiles (
  tenant_id text not null references tenants,
  person_id uuid not null,
  version bigint not null default 0 check (version >= 0),
  merged_into uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, person_id),
  foreign key (tenant_id, merged_into) references profiles (tenant_id, person_id)
) with (fillfactor = 70);
comment on table profiles is 'Persons as the tenant knows them; contact data lives encrypted in profile_identifiers.';
call protect_by_tenant('profiles');
grant select on profiles to csr_api;
grant select, insert, update, delete on profiles to csr_worker;

create table person_keys (
  tenant_id text not null,
  person_id uuid not null,
  data_key_version int not null,
  wrapped_key bytea not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, person_id),
  foreign key (tenant_id, person_id) references profiles deferrable initially deferred
);
comment on table person_keys is 'The key of a person, wrapped by the data key of the tenant; destroying it makes the ciphertexts unreadable.';
call protect_by_tenant('person_keys');
grant select on person_keys to csr_api;
grant select, insert, update, delete on person_keys to csr_worker;

create table profile_identifiers (
  tenant_id text not null,
  kind text not null check (kind in ('email', 'kintell', 'buddy', 'upskilling', 'discord')),
  index_key_version int not null,
  blind_index bytea not null,
  identifier_id uuid not null,
  person_id uuid not null,
  value_ciphertext bytea not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, kind, index_key_version, blind_index),
  unique (tenant_id, identifier_id),
  foreign key (tenant_id, person_id) references profiles deferrable initially deferred
);
comment on table profile_identifiers is 'What identifies a person: found by blind index, value encrypted with the key of the person.';
create index profile_identifiers_by_person on profile_identifiers (tenant_id, person_id);
call protect_by_tenant('profile_identifiers');
grant select on profile_identifiers to csr_api;
grant select, insert, update, delete on profile_identifiers to csr_worker;

-- Projection of the event stream: one entry per thing that happened to a person, kept at its latest known state.
create table profile_timeline (
  tenant_id text not null,
  person_id uuid not null,
  entry_kind text not null check (entry_kind in ('session')),
  entry_id uuid not null,
  role text not null check (role in ('participant', 'volunteer')),
  occurred_at timestamptz not null,
  facts jsonb not null,
  last_position bigint not null,
  primary key (tenant_id, person_id, entry_kind, entry_id)
);
comment on table profile_timeline is 'What a person took part in, projected from events; facts hold ids, dates and figures, never free text.';
create index profile_timeline_by_time on profile_timeline (tenant_id, person_id, occurred_at desc, entry_id);
create index profile_timeline_by_entry on profile_timeline (tenant_id, entry_kind, entry_id);
call protect_by_tenant('profile_timeline');
grant select on profile_timeline to csr_api;
grant select, insert, update, delete on profile_timeline to csr_worker;
