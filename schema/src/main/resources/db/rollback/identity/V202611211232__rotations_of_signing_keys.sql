revoke select (key_id, state, activated_by), insert (key_id, state, public_key, wrapped_private_key, activated_at, activated_by),
  update (state, activated_at, retired_at, activated_by) on signing_keys from csr_worker;
alter table signing_keys drop column activated_by;
