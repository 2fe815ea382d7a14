drop table parked_events;
drop table event_deduplication;
drop table outbox_positions;
drop table outbox_events;
