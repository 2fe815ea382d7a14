-- Answers to requests with an Idempotency-Key, kept encrypted for 24 hours.
create table idempotency_keys (
  tenant_id text not null references tenants,
  principal text not null,
  route text not null,
  idempotency_key text not null check (length(idempotency_key) between 1 and 255),
  fingerprint bytea not null,
  claim_id uuid not null,
  claimed_until timestamptz not null,
  status int,
  answer_ciphertext bytea,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (tenant_id, principal, route, idempotency_key)
);
comment on table idempotency_keys is 'Requests by idempotency key: running while status is null, else with the stored answer.';
create index idempotency_keys_by_expiry on idempotency_keys (tenant_id, expires_at);
call protect_by_tenant('idempotency_keys');
grant select, insert, update, delete on idempotency_keys to csr_api;
grant select, delete on idempotency_keys to csr_worker;
