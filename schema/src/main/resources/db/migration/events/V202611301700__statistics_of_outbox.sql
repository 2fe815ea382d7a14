-- Statistics that know all tenants but a new one tell PostgreSQL that it has no events. The relay would then read its whole
-- backlog for each batch, by whichever index comes first. Without statistics of tenants it expects some of each.
alter table outbox_events alter column tenant_id set statistics 0;
do $$
begin
  if current_setting('server_version_num')::integer >= 180000 then
    perform pg_clear_attribute_stats('csr', 'outbox_events', 'tenant_id', false);
  end if;
end
$$;
