-- Where the present run of an import began: how fast it is counts from there, not from before a restart.
alter table import_jobs
  add column run_attempt int not null default 0,
  add column run_started_at timestamptz,
  add column run_staged_bytes bigint not null default 0,
  add column run_read_rows bigint not null default 0,
  add column run_decided_rows bigint not null default 0;
comment on column import_jobs.run_attempt is 'The attempt that the other run columns tell of; 0 before the first.';
comment on column import_jobs.run_staged_bytes is 'What was behind the import when the run began, as are the rows.';
