alter table import_jobs
  drop column run_attempt,
  drop column run_started_at,
  drop column run_staged_bytes,
  drop column run_read_rows,
  drop column run_decided_rows;
