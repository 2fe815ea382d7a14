drop table buddy_events;
