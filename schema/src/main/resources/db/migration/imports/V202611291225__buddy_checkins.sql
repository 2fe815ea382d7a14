create table buddy_checkins (
  tenant_id text not null,
  checkin_id uuid not null,
  match_id uuid not null,
  checkin_date timestamptz not null,
  mood text check (mood in ('great', 'good', 'okay', 'struggling', 'difficult')),
  notes_text_id uuid,
  responses_text_id uuid,
  content_fingerprint bytea not null,
  import_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, checkin_id),
  unique (tenant_id, match_id, checkin_date),
  foreign key (tenant_id, match_id) references buddy_matches
);
comment on table buddy_checkins is 'How a match goes, as its participant says from time to time; natural key (tenant, match, date).';
call protect_by_tenant('buddy_checkins');
grant select on buddy_checkins to csr_api;
grant select, insert, update, delete on buddy_checkins to csr_worker;
