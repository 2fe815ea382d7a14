-- A data key is first known to all (activated_at null), then encrypts, then only decrypts. Keys made before are active.
alter table tenant_keys
  add column master_key_id text,
  add column activated_at timestamptz default now(),
  add column retired_at timestamptz,
  add check (retired_at >= activated_at);
comment on column tenant_keys.master_key_id is 'The master key of the KMS that wraps the key; null where it was not noted, which counts as an earlier one.';
comment on column tenant_keys.activated_at is 'When the key began to encrypt; null while processes only learn of it.';
comment on column tenant_keys.retired_at is 'When a later version had taken over what can be wrapped anew; the key still decrypts what cannot.';
call open_to_system('tenant_keys');
grant update (wrapped_key, master_key_id, activated_at, retired_at) on tenant_keys to csr_worker;
grant select (tenant_id, purpose, key_version, master_key_id) on tenant_keys to csr_system;

-- Grows after each change of keys, so that a process sees with one look whether it has to read keys again.
create sequence key_changes as bigint;
grant select on sequence key_changes to csr_api, csr_worker;
grant usage on sequence key_changes to csr_worker;

create table key_rotations (
  tenant_id text not null references tenants,
  rotation_id uuid not null,
  status text not null default 'running' check (status in ('running', 'completed', 'failed', 'cancelled', 'expired')),
  key_version int check (key_version > 1),
  rewrapped_person_keys bigint not null default 0,
  kept_person_keys bigint,
  kept_answers bigint,
  kept_objects bigint,
  workflow_id text not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (tenant_id, rotation_id),
  unique (tenant_id, workflow_id),
  check ((status = 'running') = (finished_at is null)),
  check (status <> 'completed' or key_version is not null)
);
comment on table key_rotations is 'Rotations of a tenant''s data key: how many person keys were wrapped anew, and what only earlier versions open.';
create unique index key_rotations_one_at_a_time on key_rotations (tenant_id) where finished_at is null;
call protect_by_tenant('key_rotations');
call open_to_system('key_rotations');
grant select, insert on key_rotations to csr_api;
grant select, update on key_rotations to csr_worker;
grant select on key_rotations to csr_system;
