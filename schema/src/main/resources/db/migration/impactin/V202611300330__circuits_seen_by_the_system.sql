-- How many circuits are open is told without a tenant, as circuits are of none.
grant select on vendor_circuits to csr_system;
