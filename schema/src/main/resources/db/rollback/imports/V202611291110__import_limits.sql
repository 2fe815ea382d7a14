drop index import_jobs_kept;
drop table import_limits;
