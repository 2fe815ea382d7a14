-- A circuit that is half open is tried by one request at a time, over all workers.
alter table vendor_circuits add column tried_at timestamptz;
comment on column vendor_circuits.tried_at is 'Since when a request tries it; after a minute it counts as one of a worker that died.';
