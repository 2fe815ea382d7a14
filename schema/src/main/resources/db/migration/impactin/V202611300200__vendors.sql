-- How a company is connected to a platform that its impact figures go to.
create table vendor_connections (
  tenant_id text not null references tenants,
  platform text not null check (platform in ('benevity', 'goodera', 'workday', 'file')),
  endpoint text check (length(endpoint) between 1 and 500),
  host text check (length(host) between 1 and 300),
  protocol text not null check (protocol in ('rest', 'soap')),
  auth text not null check (auth in ('none', 'bearer', 'api-key', 'oauth2', 'username-token')),
  api_version text not null check (length(api_version) between 1 and 20),
  mapping jsonb not null,
  per_minute int not null check (per_minute between 1 and 10000),
  credentials_ciphertext bytea,
  credentials_fingerprint text,
  credentials_set_at timestamptz,
  next_ciphertext bytea,
  next_fingerprint text,
  next_set_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  changed_by text not null,
  primary key (tenant_id, platform),
  check ((platform = 'file') = (endpoint is null)),
  check ((endpoint is null) = (host is null)),
  check ((platform = 'file') = (auth = 'none')),
  check (num_nulls(credentials_ciphertext, credentials_fingerprint, credentials_set_at) in (0, 3)),
  check (num_nulls(next_ciphertext, next_fingerprint, next_set_at) in (0, 3)),
  check (next_ciphertext is null or credentials_ciphertext is not null)
);
comment on table vendor_connections is 'Platforms that a company''s figures go to: address, ids on the platform, credentials encrypted.';
comment on column vendor_connections.host is 'Of the endpoint, with the port where it is not the usual one: what circuits go by.';
comment on column vendor_connections.mapping is 'Ids and names of the company on the platform, never a secret.';
comment on column vendor_connections.next_ciphertext is 'Credentials that take over once the platform refuses those before and takes these.';
create index vendor_connections_by_host on vendor_connections (platform, host);
call protect_by_tenant('vendor_connections');
call open_to_system('vendor_connections');
grant select (tenant_id, platform, host) on vendor_connections to csr_system;
grant select, insert, update, delete on vendor_connections to csr_api;
grant select, update (credentials_ciphertext, credentials_fingerprint, credentials_set_at, next_ciphertext, next_fingerprint,
  next_set_at, version, changed_at, changed_by) on vendor_connections to csr_worker;

-- Whether a company wants a platform to be told anything, apart for each environment so that a copied database does not deliver.
create table vendor_features (
  tenant_id text not null references tenants,
  platform text not null check (platform in ('benevity', 'goodera', 'workday', 'file')),
  environment text not null check (environment in ('development', 'production')),
  enabled boolean not null,
  changed_at timestamptz not null default now(),
  changed_by text not null,
  primary key (tenant_id, platform, environment)
);
comment on table vendor_features is 'Platforms that a company has switched on or off, for each environment.';
call protect_by_tenant('vendor_features');
grant select, insert, update, delete on vendor_features to csr_api;
grant select on vendor_features to csr_worker;

-- Operational, without tenant: an address that does not answer one company does not answer the others.
create table vendor_circuits (
  platform text not null check (platform in ('benevity', 'goodera', 'workday')),
  host text not null check (length(host) between 1 and 300),
  state text not null check (state in ('closed', 'open', 'half-open')),
  open_until timestamptz,
  successes int not null default 0,
  actor text not null,
  reason text check (length(reason) between 1 and 500),
  changed_at timestamptz not null default now(),
  primary key (platform, host),
  check (open_until is null or state = 'open')
);
comment on table vendor_circuits is 'Circuits to platforms by address: whether anything is sent there now.';
comment on column vendor_circuits.open_until is 'When it is tried again; none where it was opened by hand and stays so.';
comment on column vendor_circuits.successes is 'Of tries since it is half open.';
grant select, insert, update on vendor_circuits to csr_api, csr_worker;
