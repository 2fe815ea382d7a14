revoke select (per_minute) on vendor_connections from csr_system;
comment on column vendor_connections.per_minute is null;
update vendor_connections set per_minute = 100 where per_minute is null;
alter table vendor_connections alter column per_minute set not null;
