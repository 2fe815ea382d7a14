drop table platform_callbacks;
drop table webhook_events;
drop table webhook_endpoints;
