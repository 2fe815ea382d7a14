drop table import_staging;
drop table import_rows;
drop table import_jobs;
drop table sessions;
