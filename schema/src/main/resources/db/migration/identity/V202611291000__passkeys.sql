-- The second factor of people: passkeys (WebAuthn) of a member of one company, which count nowhere else. They go with the
-- membership. The credential holds a public key only.
create table passkeys (
  tenant_id text not null references tenants,
  passkey_id uuid not null,
  principal_id uuid not null,
  credential_id bytea not null check (length(credential_id) between 1 and 1023),
  public_key bytea not null,
  attestation bytea not null check (length(attestation) <= 65536),
  client_data bytea not null check (length(client_data) <= 65536),
  signature_count bigint not null check (signature_count >= 0),
  user_verified boolean not null,
  backup_eligible boolean not null,
  backed_up boolean not null,
  transports text[] not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  primary key (tenant_id, passkey_id),
  unique (tenant_id, credential_id),
  foreign key (tenant_id, principal_id) references memberships on delete cascade
);
comment on table passkeys is 'Passkeys with which members of a company confirm dangerous actions; only public keys are kept.';
create index passkeys_by_principal on passkeys (tenant_id, principal_id);
call protect_by_tenant('passkeys');
grant select, insert, update, delete on passkeys to csr_api;

-- When a passkey was shown for a sign-in; null where none was.
alter table sign_ins add column stepped_up_at timestamptz;
