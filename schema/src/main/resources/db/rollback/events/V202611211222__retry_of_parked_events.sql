alter table parked_events drop column retry_asked_at;
