-- OpenID providers that companies set up for their own people. The id stands in the address of the sign-in, so it is one
-- company's only.
create table sign_in_registrations (
  tenant_id text not null references tenants,
  registration_id text not null unique check (registration_id ~ '^[a-z0-9][a-z0-9-]{2,39}$'),
  issuer text not null check (length(issuer) between 8 and 500),
  client_id text not null check (length(client_id) between 1 and 300),
  client_secret_ciphertext bytea not null,
  hosted_domains text[] not null,
  entra_tenant text,
  version int not null default 1,
  created_at timestamptz not null default now(),
  created_by text not null,
  changed_at timestamptz not null default now(),
  primary key (tenant_id, registration_id)
);
comment on table sign_in_registrations is 'OpenID providers of companies; the secret of ours there is encrypted.';
call protect_by_tenant('sign_in_registrations');
call open_to_system('sign_in_registrations');
grant select, insert, update, delete on sign_in_registrations to csr_api;
grant select on sign_in_registrations to csr_system;

-- Browsers between their sign-in at a provider and the token that they came for. Of a session's id a digest is kept, and its
-- content is encrypted.
create table browser_sessions (
  tenant_id text not null references tenants check (tenant_id = 'platform'),
  session_digest bytea not null,
  content bytea not null,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (tenant_id, session_digest)
);
comment on table browser_sessions is 'Browsers that are signing in, for half an hour after their last request.';
create index browser_sessions_by_expiry on browser_sessions (tenant_id, expires_at);
call protect_by_tenant('browser_sessions');
grant select, insert, update, delete on browser_sessions to csr_api;
grant select, delete on browser_sessions to csr_worker;

-- Sign-ins of people: from an authorization code, over a row of refresh tokens of which each is used once, to their end.
create table sign_ins (
  tenant_id text not null references tenants,
  sign_in_id uuid not null,
  principal_id uuid not null references principals (principal_id),
  client_id text not null,
  registration_id text not null,
  redirect_uri text not null,
  code_challenge text not null,
  code_digest bytea not null,
  code_used_at timestamptz,
  authenticated_at timestamptz not null,
  created_at timestamptz not null default now(),
  refreshed_at timestamptz,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (tenant_id, sign_in_id),
  unique (tenant_id, code_digest)
);
comment on table sign_ins is 'Sign-ins of people with a client; of codes and refresh tokens only digests are kept.';
create index sign_ins_by_expiry on sign_ins (tenant_id, expires_at);
create index sign_ins_by_principal on sign_ins (tenant_id, principal_id);
call protect_by_tenant('sign_ins');
grant select, insert, update on sign_ins to csr_api;
grant select, delete on sign_ins to csr_worker;

create table refresh_tokens (
  tenant_id text not null references tenants,
  token_digest bytea not null,
  sign_in_id uuid not null,
  issued_at timestamptz not null default now(),
  used_at timestamptz,
  primary key (tenant_id, token_digest),
  foreign key (tenant_id, sign_in_id) references sign_ins on delete cascade
);
comment on table refresh_tokens is 'Refresh tokens of sign-ins, by digest; a used one that comes again ends its sign-in.';
create index refresh_tokens_by_sign_in on refresh_tokens (tenant_id, sign_in_id);
call protect_by_tenant('refresh_tokens');
grant select, insert, update on refresh_tokens to csr_api;

alter table access_tokens add column sign_in_id uuid;
create index access_tokens_by_sign_in on access_tokens (tenant_id, sign_in_id) where sign_in_id is not null;
