-- Drop folders: what a company's partners lay there is imported by itself.
create table import_folders (
  tenant_id text not null references tenants,
  folder_id uuid not null,
  name text not null check (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  kind text not null,
  options jsonb not null,
  enabled boolean not null,
  interval_seconds int not null check (interval_seconds between 60 and 86400),
  version int not null default 1,
  scheduled_version int not null default 0,
  deleted boolean not null default false,
  created_by text not null,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  primary key (tenant_id, folder_id)
);
comment on table import_folders is 'Drop folders and how their files are imported; scheduled_version is the one that the Temporal Schedule follows.';
create unique index import_folders_by_name on import_folders (tenant_id, name) where not deleted;
call protect_by_tenant('import_folders');
call open_to_system('import_folders');
grant select, insert, update on import_folders to csr_api;
grant select, update on import_folders to csr_worker;
grant select on import_folders to csr_system;

create table import_folder_files (
  tenant_id text not null,
  folder_id uuid not null,
  file_key bytea not null,
  name_ciphertext bytea not null,
  content_length bigint not null,
  import_id uuid,
  problem text,
  moved boolean not null default false,
  seen_at timestamptz not null default now(),
  primary key (tenant_id, folder_id, file_key),
  foreign key (tenant_id, folder_id) references import_folders,
  foreign key (tenant_id, import_id) references import_jobs,
  check ((import_id is null) = (problem is not null))
);
comment on table import_folder_files is 'Files that were found in drop folders, each once by name and content, with the import or the refusal it came to.';
create index import_folder_files_by_time on import_folder_files (tenant_id, folder_id, seen_at desc);
call protect_by_tenant('import_folder_files');
grant select on import_folder_files to csr_api;
grant select, insert, update, delete on import_folder_files to csr_worker;
