revoke insert on tenants from csr_api;
