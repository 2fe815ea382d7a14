create table course_completions (
  tenant_id text not null,
  completion_id uuid not null,
  person_id uuid not null,
  provider text not null check (length(provider) between 1 and 100),
  course_id text not null check (length(course_id) between 1 and 255),
  course_name text not null check (length(course_name) between 1 and 255),
  completed_at timestamptz not null,
  final_score numeric(5, 2) check (final_score between 0 and 100),
  credential_ref text check (length(credential_ref) between 1 and 255),
  content_fingerprint bytea not null,
  import_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, completion_id),
  unique (tenant_id, person_id, provider, course_id),
  foreign key (tenant_id, person_id) references profiles
);
comment on table course_completions is 'Courses that persons completed; natural key (tenant, person, provider, course).';
call protect_by_tenant('course_completions');
grant select on course_completions to csr_api;
grant select, insert, update, delete on course_completions to csr_worker;
