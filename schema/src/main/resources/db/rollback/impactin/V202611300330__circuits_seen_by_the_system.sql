revoke select on vendor_circuits from csr_system;
