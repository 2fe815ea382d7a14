alter table outbox_events alter column tenant_id set statistics -1;
