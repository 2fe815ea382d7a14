-- Companies are added by REST, in a transaction of the new company, so that its record begins with that.
grant insert on tenants to csr_api;
