drop table key_rotations;
drop sequence key_changes;
revoke select (tenant_id, purpose, key_version, master_key_id) on tenant_keys from csr_system;
revoke update (wrapped_key, master_key_id, activated_at, retired_at) on tenant_keys from csr_worker;
drop policy system on tenant_keys;
alter table tenant_keys drop column retired_at, drop column activated_at, drop column master_key_id;
