create table sessions (
  tenant_id text not null,
  session_id uuid not null,
  source text not null check (source in ('kintell')),
  external_id text not null check (length(external_id) between 1 and 255),
  session_type text not null check (session_type in ('language', 'mentorship')),
  participant_id uuid not null,
  volunteer_id uuid not null,
  scheduled_at timestamptz not null,
  completed_at timestamptz,
  duration_minutes int check (duration_minutes between 1 and 480),
  rating numeric(3, 2) check (rating between 0 and 1),
  rating_id uuid,
  language_level text check (language_level in ('A1', 'A2', 'B1', 'B2', 'C1', 'C2')),
  topics text[] not null default '{}',
  focus_area text,
  feedback_text_id uuid,
  goals_text_id uuid,
  metadata_ciphertext bytea,
  content_fingerprint bytea not null,
  rating_fingerprint bytea not null,
  import_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, session_id),
  unique (tenant_id, source, external_id),
  foreign key (tenant_id, participant_id) references profiles,
  foreign key (tenant_id, volunteer_id) references profiles,
  check (completed_at >= scheduled_at)
);
comment on table sessions is 'Sessions between a participant and a volunteer; natural key (tenant, source, external_id).';
create index sessions_by_participant on sessions (tenant_id, participant_id);
create index sessions_by_volunteer on sessions (tenant_id, volunteer_id);
call protect_by_tenant('sessions');
grant select on sessions to csr_api;
grant select, insert, update, delete on sessions to csr_worker;

create table import_jobs (
  tenant_id text not null references tenants,
  import_id uuid not null,
  kind text not null check (kind in ('sessions')),
  schema_name text not null,
  schema_version text not null,
  client_reference text check (length(client_reference) <= 255),
  error_policy text not null check (error_policy in ('skip-invalid')),
  unknown_people text not null check (unknown_people in ('create', 'reject')),
  forced boolean not null,
  content_sha256 bytea not null,
  content_length bigint not null check (content_length > 0),
  stored_object text not null,
  encoding text not null,
  delimiter text not null,
  line_ending text not null,
  extra_columns text[] not null default '{}',
  status text not null default 'queued' check (status in (
    'queued', 'staging', 'validating', 'awaiting_approval', 'merging', 'screening', 'correcting', 'undoing',
    'paused', 'parked', 'completed', 'failed', 'cancelled', 'expired', 'undone')),
  finished_stage text not null default 'none' check (finished_stage in ('none', 'staged', 'validated', 'merged')),
  rating_scale text check (rating_scale in ('unit', 'one-to-five')),
  read_rows bigint not null default 0 check (read_rows >= 0),
  accepted_rows bigint not null default 0,
  updated_rows bigint not null default 0,
  rejected_rows bigint not null default 0,
  duplicate_rows bigint not null default 0,
  unprocessed_rows bigint not null default 0,
  staged_bytes bigint not null default 0,
  stored_length bigint not null,
  workflow_id text not null,
  attempt int not null default 1,
  problem jsonb,
  created_by text not null,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  expires_at timestamptz not null,
  primary key (tenant_id, import_id),
  unique (tenant_id, workflow_id),
  check (updated_rows between 0 and accepted_rows),
  -- No row goes missing: a job ends only when each row that was read has exactly one outcome.
  constraint import_jobs_ledger_closes check (
    status not in ('completed', 'failed', 'cancelled', 'expired', 'undone')
    or read_rows = accepted_rows + rejected_rows + duplicate_rows + unprocessed_rows),
  check ((status in ('completed', 'failed', 'cancelled', 'expired', 'undone')) = (finished_at is not null))
);
comment on table import_jobs is 'Imports: what was sent, how far it is, how many rows came to which end.';
-- The same bytes with the same options are one job, however often and concurrently they are sent.
create unique index import_jobs_same_bytes
  on import_jobs (tenant_id, kind, content_sha256, schema_name, schema_version, error_policy, unknown_people)
  where not forced and status not in ('cancelled', 'failed', 'expired', 'undone');
create index import_jobs_by_time on import_jobs (tenant_id, created_at desc, import_id);
create index import_jobs_active on import_jobs (tenant_id, import_id)
  where status not in ('completed', 'failed', 'cancelled', 'expired', 'undone');
call protect_by_tenant('import_jobs');
call open_to_system('import_jobs');
grant select, insert on import_jobs to csr_api;
grant update (status, attempt, finished_at, problem, accepted_rows, rejected_rows, duplicate_rows, unprocessed_rows) on import_jobs to csr_api;
grant select, update, delete on import_jobs to csr_worker;
grant select on import_jobs to csr_system;

-- The ledger: each row of a file has one line here, with its place in the stored file, never its content.
create table import_rows (
  tenant_id text not null,
  import_id uuid not null,
  row_number bigint not null check (row_number > 0),
  byte_offset bigint not null check (byte_offset >= 0),
  byte_length int not null check (byte_length >= 0),
  outcome text not null check (outcome in ('accepted', 'rejected', 'duplicate', 'unprocessed')),
  updated boolean not null default false,
  session_id uuid,
  superseded_by bigint,
  errors jsonb,
  primary key (tenant_id, import_id, row_number),
  check (not updated or outcome = 'accepted'),
  check ((outcome = 'rejected') = (errors is not null))
);
comment on table import_rows is 'Outcome of each row of an import; errors hold codes and column names, never values.';
create index import_rows_not_accepted on import_rows (tenant_id, import_id, outcome, row_number) where outcome <> 'accepted';
call protect_by_tenant('import_rows');
grant select on import_rows to csr_api;
grant select, insert, update, delete on import_rows to csr_worker;

-- Rows between reading and their outcome. COPY refuses tables with row security, so this one has none; only the worker
-- role reaches it, it holds no personal data but blind indexes, and every import leaves it empty.
create table import_staging (
  tenant_id text not null,
  import_id uuid not null,
  row_number bigint not null,
  byte_offset bigint not null,
  byte_length int not null,
  external_id text,
  participant_index bytea,
  volunteer_index bytea,
  rating numeric,
  errors jsonb,
  primary key (import_id, row_number)
);
comment on table import_staging is 'Rows read and not yet decided; emptied by the end of the import.';
grant select, insert, update, delete on import_staging to csr_worker;
