-- A person may ask for another try before the workers' next round.
alter table parked_events add column retry_asked_at timestamptz;
comment on column parked_events.retry_asked_at is 'When a person asked for another try; null again once it was made.';
create index parked_events_asked on parked_events (tenant_id, consumer, person_id) where retry_asked_at is not null;
grant update (retry_asked_at) on parked_events to csr_api;
grant select (retry_asked_at) on parked_events to csr_system;
