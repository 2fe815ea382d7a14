-- How the file of an import is read, frozen with the job: which header is which column, and what its sender declared of
-- dates, numbers, delimiter and encoding.
alter table import_jobs
  add column mapping jsonb not null default '{}',
  add column declared jsonb not null default '{}',
  add column reading_sha256 bytea not null default '';
comment on column import_jobs.mapping is 'Header → column or null, as far as the header of this file was mapped.';
comment on column import_jobs.declared is 'What was declared of the file, by the names of the query parameters.';
comment on column import_jobs.reading_sha256 is 'Of mapping and declared; empty where both are. Another reading of the same bytes is another job.';

drop index import_jobs_same_bytes;
create unique index import_jobs_same_bytes
  on import_jobs (tenant_id, kind, content_sha256, schema_name, schema_version, mode, error_policy,
    coalesce(max_rejected, -1), unknown_people, reading_sha256)
  where not forced and mode <> 'dry-run' and status not in ('cancelled', 'failed', 'expired', 'undone');
