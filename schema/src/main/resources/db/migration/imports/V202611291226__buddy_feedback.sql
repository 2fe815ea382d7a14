create table buddy_feedback (
  tenant_id text not null,
  feedback_id uuid not null,
  match_id uuid not null,
  from_role text not null check (from_role in ('participant', 'buddy')),
  submitted_at timestamptz not null,
  rating numeric(3, 2) not null check (rating between 0 and 1),
  communication numeric(3, 2) check (communication between 0 and 1),
  helpfulness numeric(3, 2) check (helpfulness between 0 and 1),
  engagement numeric(3, 2) check (engagement between 0 and 1),
  feedback_text_id uuid,
  content_fingerprint bytea not null,
  import_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, feedback_id),
  unique (tenant_id, match_id, from_role, submitted_at),
  foreign key (tenant_id, match_id) references buddy_matches
);
comment on table buddy_feedback is 'What one of the two of a match thinks of it; natural key (tenant, match, role, time).';
call protect_by_tenant('buddy_feedback');
grant select on buddy_feedback to csr_api;
grant select, insert, update, delete on buddy_feedback to csr_worker;
