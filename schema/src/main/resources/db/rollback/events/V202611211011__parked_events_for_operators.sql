drop index parked_events_by_time;
alter table parked_events
  drop column event_type,
  drop column failure_class,
  drop column attempts;
