-- The id is of the issuer's making: the same credential in another file is the same row.
create table credentials (
  tenant_id text not null,
  credential_id uuid not null,
  person_id uuid not null,
  provider text not null check (length(provider) between 1 and 100),
  course_id text not null check (length(course_id) between 1 and 255),
  course_name text not null check (length(course_name) between 1 and 255),
  credential_type text not null check (credential_type in ('certificate', 'badge', 'diploma', 'transcript')),
  issued_at timestamptz not null,
  expires_at timestamptz check (expires_at >= issued_at),
  url_ciphertext bytea,
  verification_code_ciphertext bytea,
  content_fingerprint bytea not null,
  import_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, credential_id),
  foreign key (tenant_id, person_id) references profiles
);
comment on table credentials is 'Credentials that persons were issued, with their expiry; where to look them up and what proves them is encrypted.';
create index credentials_by_person on credentials (tenant_id, person_id);
create index credentials_by_expiry on credentials (tenant_id, expires_at) where expires_at is not null;
call protect_by_tenant('credentials');
grant select on credentials to csr_api;
grant select, insert, update, delete on credentials to csr_worker;
