-- People who sign in belong to the platform, as one person may work for many companies; what they may do in a company stands
-- in its memberships.
create table principals (
  tenant_id text not null references tenants check (tenant_id = 'platform'),
  principal_id uuid not null unique,
  index_key_version int not null,
  email_index bytea not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, principal_id),
  unique (tenant_id, index_key_version, email_index)
);
comment on table principals is 'People who may sign in, found by a blind index of their e-mail address.';
call protect_by_tenant('principals');
grant select, insert on principals to csr_api;

-- Who they are to those who identify them: bound at the first sign-in, so that an address that is given to somebody else later
-- opens nothing. A provider that a company set up speaks for that company only.
create table principal_identities (
  tenant_id text not null references tenants,
  issuer text not null,
  index_key_version int not null,
  subject_index bytea not null,
  principal_id uuid not null references principals (principal_id),
  bound_at timestamptz not null default now(),
  primary key (tenant_id, issuer, index_key_version, subject_index),
  unique (tenant_id, issuer, principal_id)
);
comment on table principal_identities is 'Subjects of OpenID providers, by blind index, and whom they are; of the tenant for which the provider speaks.';
call protect_by_tenant('principal_identities');
grant select, insert, delete on principal_identities to csr_api;

create table memberships (
  tenant_id text not null references tenants,
  principal_id uuid not null references principals (principal_id),
  roles text[] not null check (cardinality(roles) > 0),
  email_ciphertext bytea not null,
  version int not null default 1,
  created_at timestamptz not null default now(),
  created_by text not null,
  changed_at timestamptz not null default now(),
  primary key (tenant_id, principal_id)
);
comment on table memberships is 'What a person may do in a company, or for the platform.';
create index memberships_by_principal on memberships (principal_id);
call protect_by_tenant('memberships');
call open_to_system('memberships');
grant select, insert, update, delete on memberships to csr_api;
grant select (tenant_id, principal_id, roles) on memberships to csr_system;

-- Keys that a company's machines send with each request.
create table api_keys (
  tenant_id text not null references tenants,
  key_id uuid not null,
  name text not null check (length(name) between 1 and 200),
  prefix text not null,
  secret_digest bytea not null unique,
  scopes text[] not null,
  requests_per_minute int check (requests_per_minute > 0),
  created_at timestamptz not null default now(),
  created_by text not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, key_id)
);
comment on table api_keys is 'API keys of companies; of the secret a digest and its first characters are kept.';
call protect_by_tenant('api_keys');
call open_to_system('api_keys');
grant select, insert, update on api_keys to csr_api;
grant select on api_keys to csr_system;
