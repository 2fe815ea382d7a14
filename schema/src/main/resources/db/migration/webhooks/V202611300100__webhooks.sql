-- Where systems of others tell us something: an address whose id says of which company and source it is.
create table webhook_endpoints (
  tenant_id text not null references tenants,
  endpoint_id uuid not null unique,
  source text not null check (source in ('benevity', 'goodera', 'workday')),
  name text not null check (length(name) between 1 and 200),
  secret_ciphertext bytea not null,
  previous_secret_ciphertext bytea,
  previous_secret_until timestamptz,
  version int not null default 1,
  created_at timestamptz not null default now(),
  created_by text not null,
  changed_at timestamptz not null default now(),
  primary key (tenant_id, endpoint_id),
  check ((previous_secret_ciphertext is null) = (previous_secret_until is null))
);
comment on table webhook_endpoints is 'Addresses at which systems of others tell a company something; the secrets that they sign with are encrypted.';
comment on column webhook_endpoints.previous_secret_until is 'Until then the secret before is good too, so that the other side can change over.';
call protect_by_tenant('webhook_endpoints');
call open_to_system('webhook_endpoints');
grant select, insert, update, delete on webhook_endpoints to csr_api;
grant select (tenant_id, endpoint_id) on webhook_endpoints to csr_system;

create table webhook_events (
  tenant_id text not null,
  endpoint_id uuid not null,
  event_digest bytea not null check (length(event_digest) = 32),
  callback_id uuid not null,
  body_ciphertext bytea not null,
  received_at timestamptz not null default now(),
  primary key (tenant_id, endpoint_id, event_digest),
  foreign key (tenant_id, endpoint_id) references webhook_endpoints on delete cascade
);
comment on table webhook_events is 'What came in at endpoints, as it was sent and encrypted; the same event once, gone after 30 days.';
comment on column webhook_events.event_digest is 'SHA-256 over what makes two events the same.';
create index webhook_events_by_age on webhook_events (tenant_id, received_at);
call protect_by_tenant('webhook_events');
grant select, insert on webhook_events to csr_api;
grant select, delete on webhook_events to csr_worker;

-- What platforms said about reports that they had accepted. The transaction id is the one they answered with.
create table platform_callbacks (
  tenant_id text not null references tenants,
  callback_id uuid not null,
  platform text not null check (platform in ('benevity', 'goodera', 'workday')),
  transaction_id text not null check (length(transaction_id) between 1 and 200),
  outcome text not null check (outcome in ('received', 'processed', 'failed')),
  reason text check (reason ~ '^[a-z0-9-]{1,60}$'),
  received_at timestamptz not null default now(),
  matched_delivery uuid,
  primary key (tenant_id, callback_id)
);
comment on table platform_callbacks is 'What platforms said afterwards about reports that they had accepted, by transaction id; the same once.';
comment on column platform_callbacks.matched_delivery is 'The delivery that it is about; null while none is known.';
create index platform_callbacks_by_transaction on platform_callbacks (tenant_id, platform, transaction_id);
call protect_by_tenant('platform_callbacks');
grant select, insert on platform_callbacks to csr_api;
grant select, update (matched_delivery) on platform_callbacks to csr_worker;
