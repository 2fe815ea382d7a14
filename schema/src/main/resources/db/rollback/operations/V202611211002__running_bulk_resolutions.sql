revoke select on bulk_resolutions from csr_system;
drop policy system on bulk_resolutions;
drop index bulk_resolutions_active;
