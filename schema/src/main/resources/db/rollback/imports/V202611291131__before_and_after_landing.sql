drop index profiles_by_import;
alter table profiles drop column import_id;
drop table import_undo_images;
alter table import_staging drop column ledger_row;
alter table import_jobs
  drop column reversed_rows,
  drop column kept_rows,
  drop column reversal_failed_rows;
alter table import_rows
  drop column attempt,
  drop column reversal,
  drop column reversal_reason,
  drop column discarded_at;
drop table import_attempts;
drop table import_previews;
drop index import_jobs_same_bytes;
delete from import_jobs where mode <> 'commit' or error_policy <> 'skip-invalid';
alter table import_jobs
  drop column mode,
  drop column max_rejected,
  drop column approval_due_at,
  drop constraint import_jobs_error_policy_check;
alter table import_jobs add constraint import_jobs_error_policy_check check (error_policy in ('skip-invalid'));
create unique index import_jobs_same_bytes
  on import_jobs (tenant_id, kind, content_sha256, schema_name, schema_version, error_policy, unknown_people)
  where not forced and status not in ('cancelled', 'failed', 'expired', 'undone');
