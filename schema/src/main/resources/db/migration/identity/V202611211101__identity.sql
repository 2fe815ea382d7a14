-- The platform's own staff act under tenant 'platform': their audit entries and decisions have it.
alter table tenants drop constraint tenants_tenant_id_check;
alter table tenants add constraint tenants_tenant_id_check check (tenant_id ~ '^[a-z0-9][a-z0-9-]{1,39}$');
select set_config('app.tenant', 'platform', true);
insert into tenants (tenant_id, name) values ('platform', 'The platform');
select set_config('app.tenant', '', true);

-- Keys that sign access tokens, of the whole platform. One is active; the next is published before it signs, so that
-- everybody knows it by then; retired ones are published until the last token they signed has ended.
create table signing_keys (
  key_id text primary key,
  state text not null check (state in ('next', 'active', 'retired')),
  public_key bytea not null,
  wrapped_private_key bytea not null,
  created_at timestamptz not null default now(),
  activated_at timestamptz,
  retired_at timestamptz,
  check ((state = 'next') = (activated_at is null)),
  check ((state = 'retired') = (retired_at is not null))
);
comment on table signing_keys is 'RSA keys of access tokens; private keys are wrapped by the KMS.';
create unique index signing_keys_one_per_state on signing_keys (state) where state <> 'retired';
grant select, insert, update, delete on signing_keys to csr_api;

-- Machines of a company that get tokens by client credentials.
create table oauth_clients (
  tenant_id text not null references tenants,
  client_id text not null unique check (client_id ~ '^[a-z0-9-]{8,60}$'),
  name text not null check (length(name) between 1 and 200),
  secret_digest bytea not null,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, client_id)
);
comment on table oauth_clients is 'Machines that get access tokens by client credentials; of the secret only a digest is kept.';
call protect_by_tenant('oauth_clients');
call open_to_system('oauth_clients');
grant select, insert, update on oauth_clients to csr_api;
grant select on oauth_clients to csr_system;

-- Access tokens that were given out, so that they can be listed and revoked before they end.
create table access_tokens (
  tenant_id text not null references tenants,
  token_id uuid not null,
  client_id text not null,
  subject text not null,
  roles text[] not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (tenant_id, token_id)
);
comment on table access_tokens is 'Access tokens given out, by their jti; the tokens themselves are not kept.';
create index access_tokens_by_expiry on access_tokens (tenant_id, expires_at);
call protect_by_tenant('access_tokens');
grant select, insert, update on access_tokens to csr_api;
grant select, delete on access_tokens to csr_worker;
