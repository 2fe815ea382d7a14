-- A company without a number of its own has the one of the installation. The one that the API filled in says nothing.
alter table vendor_connections alter column per_minute drop not null;
update vendor_connections set per_minute = null where per_minute = 100;
comment on column vendor_connections.per_minute is 'Calls of the company in a minute, which Temporal holds; none where it is that of the installation.';
grant select (per_minute) on vendor_connections to csr_system;
