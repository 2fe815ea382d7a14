-- A corrected row is known by its number in the file of the correction too: a range of it is found again by that.
alter table import_rows
  add column attempt_row bigint check (attempt_row > 0),
  add check ((attempt = 0) = (attempt_row is null));
comment on column import_rows.attempt_row is 'Number of the row in the file of its attempt; null where that is the file of the import itself.';
create index import_rows_by_attempt on import_rows (tenant_id, import_id, attempt, attempt_row) where attempt > 0;

-- The quarantine: rejected rows that wait for a correction. The import knows how many were discarded, so that a list of
-- quarantines reads imports and no rows.
alter table import_jobs
  add column discarded_rows bigint not null default 0,
  add column run_finished_at timestamptz,
  add check (discarded_rows between 0 and rejected_rows or finished_at is null);
comment on column import_jobs.discarded_rows is 'Rejected rows that somebody decided not to correct; part of the rejected ones.';
comment on column import_jobs.run_finished_at is 'When the file itself was done; finished_at is that of the last correction too.';
grant update (discarded_rows) on import_jobs to csr_api;
create index import_jobs_quarantined on import_jobs (tenant_id, created_at, import_id)
  where rejected_rows > discarded_rows and finished_stage = 'merged';
create index import_rows_quarantined on import_rows (tenant_id, import_id, row_number)
  where outcome = 'rejected' and discarded_at is null;

create table import_error_counts (
  tenant_id text not null,
  import_id uuid not null,
  code text not null,
  column_name text not null,
  found_rows bigint not null check (found_rows >= 0),
  open_rows bigint not null check (open_rows >= 0),
  primary key (tenant_id, import_id, code, column_name),
  foreign key (tenant_id, import_id) references import_jobs on delete cascade
);
comment on table import_error_counts is 'How many rows of an import had an error, and how many with it wait in quarantine; outlives the lines of the ledger.';
comment on column import_error_counts.column_name is 'A column of the format; empty for the row as a whole and for columns of the file alone.';
call protect_by_tenant('import_error_counts');
grant select on import_error_counts to csr_api;
grant update (open_rows) on import_error_counts to csr_api;
grant select, insert, update, delete on import_error_counts to csr_worker;
