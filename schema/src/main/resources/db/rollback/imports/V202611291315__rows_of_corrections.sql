drop table import_error_counts;
drop index import_rows_quarantined;
drop index import_jobs_quarantined;
alter table import_jobs
  drop column discarded_rows,
  drop column run_finished_at;
drop index import_rows_by_attempt;
alter table import_rows drop column attempt_row;
