-- Years of files, imported as one group: in order or some at once, with one report.
create table import_groups (
  tenant_id text not null references tenants,
  group_id uuid not null,
  name text not null check (length(name) between 1 and 200),
  kind text not null,
  options jsonb not null,
  file_order text not null check (file_order in ('strict', 'any')),
  on_failure text not null check (on_failure in ('stop', 'continue')),
  status text not null default 'queued' check (status in (
    'queued', 'importing', 'paused', 'parked', 'completed', 'failed', 'cancelled', 'expired')),
  problem text,
  workflow_id text not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (tenant_id, group_id),
  unique (tenant_id, workflow_id),
  check ((status in ('completed', 'failed', 'cancelled', 'expired')) = (finished_at is not null))
);
comment on table import_groups is 'Files that are imported as one group, such as those of past years.';
create index import_groups_by_time on import_groups (tenant_id, created_at desc, group_id);
call protect_by_tenant('import_groups');
call open_to_system('import_groups');
grant select, insert on import_groups to csr_api;
grant select, update on import_groups to csr_worker;
grant select on import_groups to csr_system;

create table import_group_files (
  tenant_id text not null,
  group_id uuid not null,
  position int not null check (position > 0),
  upload_id uuid,
  source_import_id uuid,
  state text not null default 'waiting' check (state in ('waiting', 'begun', 'refused', 'left_out')),
  import_id uuid,
  problem text,
  primary key (tenant_id, group_id, position),
  foreign key (tenant_id, group_id) references import_groups,
  foreign key (tenant_id, upload_id) references uploads on delete set null (upload_id),
  foreign key (tenant_id, source_import_id) references import_jobs,
  foreign key (tenant_id, import_id) references import_jobs,
  check ((state = 'begun') = (import_id is not null)),
  check (state <> 'refused' or problem is not null)
);
comment on table import_group_files is 'The files of a group, each from an upload or from what an earlier import keeps, and the import it came to.';
create index import_group_files_by_upload on import_group_files (tenant_id, upload_id) where upload_id is not null;
call protect_by_tenant('import_group_files');
grant select, insert on import_group_files to csr_api;
grant select, update on import_group_files to csr_worker;

-- The workers make imports of the files of groups and folders.
grant insert on import_jobs to csr_worker;
