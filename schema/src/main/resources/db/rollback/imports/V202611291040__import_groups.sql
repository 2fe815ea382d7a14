revoke insert on import_jobs from csr_worker;
drop table import_group_files;
drop table import_groups;
