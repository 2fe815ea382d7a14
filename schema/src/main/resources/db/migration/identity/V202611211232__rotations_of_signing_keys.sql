-- The workers rotate the keys by a schedule: they make keys and change states, and cannot read private keys.
alter table signing_keys add column activated_by uuid unique;
comment on column signing_keys.activated_by is 'The rotation that let the key sign; when it is repeated, it finds the key here.';
grant select (key_id, state, activated_by), insert (key_id, state, public_key, wrapped_private_key, activated_at, activated_by),
  update (state, activated_at, retired_at, activated_by) on signing_keys to csr_worker;
