revoke select on tenant_keys from csr_replayer;
revoke usage on schema csr from csr_replayer;
