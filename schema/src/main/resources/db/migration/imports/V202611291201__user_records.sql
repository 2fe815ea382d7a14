create table user_records (
  tenant_id text not null,
  person_id uuid not null,
  first_name_ciphertext bytea,
  last_name_ciphertext bytea,
  linkedin_url_ciphertext bytea,
  role text not null check (role in ('participant', 'volunteer')),
  role_when_joined text check (role_when_joined in (
    'advisor', 'mentor', 'tutor', 'volunteer', 'learner', 'mentee', 'student', 'participant')),
  verification_status text check (length(verification_status) between 1 and 50),
  grant_access boolean,
  joined_at timestamptz,
  content_fingerprint bytea not null,
  import_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, person_id),
  foreign key (tenant_id, person_id) references profiles
);
comment on table user_records is 'What a programme''s file of users says of a person, at most one record of each; names and addresses encrypted.';
comment on column user_records.role_when_joined is 'The programme''s own word for the role; null where it did not say.';
call protect_by_tenant('user_records');
grant select on user_records to csr_api;
grant select, insert, update, delete on user_records to csr_worker;
