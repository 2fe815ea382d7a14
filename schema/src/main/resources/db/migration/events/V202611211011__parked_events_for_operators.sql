-- What an operator needs to see of a parked event. The type is null where an earlier release parked it.
alter table parked_events
  add column event_type text,
  add column failure_class text check (failure_class in ('TRANSIENT', 'RATE_LIMITED', 'PERMANENT', 'AUTH', 'DATA', 'BUG')),
  add column attempts int not null default 0 check (attempts >= 0);
comment on column parked_events.attempts is 'How often it was tried alone; 0 for those that queue behind another.';
create index parked_events_by_time on parked_events (tenant_id, parked_at, consumer, position);
