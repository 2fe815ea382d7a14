-- Before rows land: a preview of what they would do, somebody's approval, and how many rejected rows are too many.
alter table import_jobs
  add column mode text not null default 'commit' check (mode in ('commit', 'review', 'dry-run')),
  add column max_rejected bigint check (max_rejected >= 0),
  add column approval_due_at timestamptz;
comment on column import_jobs.approval_due_at is 'Until when a reviewed import waits for approval; null while it does not wait.';
alter table import_jobs drop constraint import_jobs_error_policy_check;
alter table import_jobs add constraint import_jobs_error_policy_check
  check (error_policy in ('skip-invalid', 'atomic', 'stop-after'));
alter table import_jobs add check ((error_policy = 'stop-after') = (max_rejected is not null));
-- A dry run stands in nobody's way.
drop index import_jobs_same_bytes;
create unique index import_jobs_same_bytes
  on import_jobs (tenant_id, kind, content_sha256, schema_name, schema_version, mode, error_policy,
    coalesce(max_rejected, -1), unknown_people)
  where not forced and mode <> 'dry-run' and status not in ('cancelled', 'failed', 'expired', 'undone');

-- What a row would do. Old and new values are encrypted with the key of the person whom they are about.
create table import_previews (
  tenant_id text not null,
  import_id uuid not null,
  row_number bigint not null,
  action text not null check (action in ('create', 'update', 'duplicate', 'reject')),
  entity_id uuid,
  person_id uuid,
  changes_ciphertext bytea,
  errors jsonb,
  primary key (tenant_id, import_id, row_number),
  foreign key (tenant_id, import_id) references import_jobs on delete cascade,
  check ((action = 'reject') = (errors is not null)),
  check ((changes_ciphertext is null) = (person_id is null))
);
comment on table import_previews is 'What each row of an import would do, for those who approve it; gone once it was decided.';
create index import_previews_by_action on import_previews (tenant_id, import_id, action, row_number);
create index import_previews_by_person on import_previews (tenant_id, person_id) where person_id is not null;
call protect_by_tenant('import_previews');
grant select on import_previews to csr_api;
grant select, insert, update, delete on import_previews to csr_worker;

-- After rows landed: corrections of rejected rows and the taking back of accepted ones are attempts of the same import.
create table import_attempts (
  tenant_id text not null,
  import_id uuid not null,
  attempt int not null check (attempt > 0),
  kind text not null check (kind in ('correction', 'undo')),
  status text not null default 'running' check (status in ('running', 'completed', 'failed', 'cancelled', 'expired')),
  workflow_id text not null,
  content_sha256 bytea,
  stored_object text,
  stored_length bigint,
  finished_stage text not null default 'none' check (finished_stage in ('none', 'staged', 'validated', 'merged')),
  read_rows bigint not null default 0,
  staged_bytes bigint not null default 0,
  accepted_rows bigint not null default 0,
  updated_rows bigint not null default 0,
  rejected_rows bigint not null default 0,
  duplicate_rows bigint not null default 0,
  problem jsonb,
  created_by text not null,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (tenant_id, import_id, attempt),
  unique (tenant_id, workflow_id),
  foreign key (tenant_id, import_id) references import_jobs on delete cascade,
  check ((status = 'running') = (finished_at is null)),
  check ((kind = 'correction') = (content_sha256 is not null and stored_object is not null and stored_length is not null))
);
comment on table import_attempts is 'Corrections of an import and the taking back of it, in order; attempt 0 is the file itself and has no row here.';
create unique index import_attempts_one_at_a_time on import_attempts (tenant_id, import_id) where status = 'running';
create unique index import_attempts_same_bytes on import_attempts (tenant_id, import_id, content_sha256)
  where kind = 'correction' and status in ('running', 'completed');
call protect_by_tenant('import_attempts');
call open_to_system('import_attempts');
grant select, insert, update (status, finished_at, problem) on import_attempts to csr_api;
grant select, update, delete on import_attempts to csr_worker;
grant select on import_attempts to csr_system;

alter table import_rows
  add column attempt int not null default 0 check (attempt >= 0),
  add column reversal text check (reversal in ('reversed', 'kept', 'failed')),
  add column reversal_reason text,
  add column discarded_at timestamptz,
  add check (reversal is null or outcome = 'accepted'),
  add check (discarded_at is null or outcome = 'rejected');
grant update (discarded_at) on import_rows to csr_api;
comment on column import_rows.attempt is 'The attempt that gave the row its outcome; its place is one in the file of that attempt.';
comment on column import_rows.reversal is 'What became of an accepted row when the import was taken back.';
comment on column import_rows.discarded_at is 'When somebody decided that a rejected row is not to be corrected any more.';

alter table import_jobs
  add column reversed_rows bigint not null default 0,
  add column kept_rows bigint not null default 0,
  add column reversal_failed_rows bigint not null default 0;
grant update (approval_due_at) on import_jobs to csr_api;

-- Rows of a correction are numbered anew in its file; ledger_row is the row that they correct.
alter table import_staging add column ledger_row bigint;
comment on column import_staging.ledger_row is 'The row of the import that a row of a correction stands for; null in the file itself.';

-- A row as it stood before an import changed it, ciphertexts included: the words in it stay under the key of their author.
create table import_undo_images (
  tenant_id text not null,
  import_id uuid not null,
  attempt int not null,
  row_number bigint not null,
  entity_id uuid not null,
  person_id uuid not null,
  image jsonb not null,
  texts jsonb not null default '[]',
  created_at timestamptz not null default now(),
  primary key (tenant_id, import_id, attempt, row_number),
  foreign key (tenant_id, import_id) references import_jobs on delete cascade
);
comment on table import_undo_images is 'What a row of an import replaced, as long as the import can be taken back.';
create index import_undo_images_by_person on import_undo_images (tenant_id, person_id);
call protect_by_tenant('import_undo_images');
grant select on import_undo_images to csr_api;
grant select, insert, delete on import_undo_images to csr_worker;

-- A person whom only one import knew goes with it when it is taken back.
alter table profiles add column import_id uuid;
comment on column profiles.import_id is 'The import that made the person known; null where it was something else.';
create index profiles_by_import on profiles (tenant_id, import_id) where import_id is not null;
