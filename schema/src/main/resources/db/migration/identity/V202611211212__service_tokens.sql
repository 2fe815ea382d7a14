-- Service tokens are good for one call: whoever is first to leave the id of a token here has used it.
create table service_token_uses (
  tenant_id text not null references tenants,
  service text not null,
  token_id uuid not null,
  expires_at timestamptz not null,
  primary key (tenant_id, service, token_id)
);
comment on table service_token_uses is 'Tokens of services that were used, by their jti; each is taken once.';
create index service_token_uses_by_expiry on service_token_uses (tenant_id, expires_at);
call protect_by_tenant('service_token_uses');
grant select, insert on service_token_uses to csr_api;
grant select, delete on service_token_uses to csr_worker;
