-- Who replays workflows decodes their payloads with the wrapped keys of tenants, and reaches nothing else. The role is made
-- by roles.sql, which an operator runs again before this.
grant usage on schema csr to csr_replayer;
grant select on tenant_keys to csr_replayer;
