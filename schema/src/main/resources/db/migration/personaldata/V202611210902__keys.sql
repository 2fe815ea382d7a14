-- Key hierarchy: KMS key wraps tenant keys, a tenant's data key wraps the keys of its persons. Index keys live for ever.
create table tenant_keys (
  tenant_id text not null references tenants,
  purpose text not null check (purpose in ('data', 'index', 'seal')),
  key_version int not null check (key_version > 0),
  wrapped_key bytea not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, purpose, key_version)
);
comment on table tenant_keys is 'Keys of a tenant, wrapped by the KMS key: data keys encrypt, index keys make blind indexes, seal keys sign audit seals.';
call protect_by_tenant('tenant_keys');
grant select, insert on tenant_keys to csr_api, csr_worker;

-- An erased person returns only by an audited lift; until then these blind indexes refuse every way in.
create table tombstones (
  tenant_id text not null references tenants,
  kind text not null,
  index_key_version int not null,
  blind_index bytea not null,
  erased_at timestamptz not null default now(),
  primary key (tenant_id, kind, index_key_version, blind_index)
);
comment on table tombstones is 'Blind indexes of identifiers of erased persons.';
call protect_by_tenant('tombstones');
grant select on tombstones to csr_api;
grant select, insert, delete on tombstones to csr_worker;
