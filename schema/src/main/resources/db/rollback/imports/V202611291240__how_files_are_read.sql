drop index import_jobs_same_bytes;
create unique index import_jobs_same_bytes
  on import_jobs (tenant_id, kind, content_sha256, schema_name, schema_version, mode, error_policy,
    coalesce(max_rejected, -1), unknown_people)
  where not forced and mode <> 'dry-run' and status not in ('cancelled', 'failed', 'expired', 'undone');
alter table import_jobs
  drop column mapping,
  drop column declared,
  drop column reading_sha256;
