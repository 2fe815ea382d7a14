create table buddy_events (
  tenant_id text not null,
  event_id uuid not null,
  match_id uuid not null,
  event_type text not null check (length(event_type) between 1 and 100),
  event_date timestamptz not null,
  description_text_id uuid,
  location_ciphertext bytea,
  attendees uuid[] not null default '{}',
  content_fingerprint bytea not null,
  import_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, event_id),
  unique (tenant_id, match_id, event_type, event_date),
  foreign key (tenant_id, match_id) references buddy_matches
);
comment on table buddy_events is 'What the two of a match did together; natural key (tenant, match, type, date).';
comment on column buddy_events.attendees is 'Persons who were there too.';
create index buddy_events_by_attendee on buddy_events using gin (attendees);
call protect_by_tenant('buddy_events');
grant select on buddy_events to csr_api;
grant select, insert, update, delete on buddy_events to csr_worker;
