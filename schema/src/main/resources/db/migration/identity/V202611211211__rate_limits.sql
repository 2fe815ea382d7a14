-- Requests counted before anything is done for them. Each request changes two rows, so nothing here is written ahead: after
-- a crash of the server the table is empty and everybody's minute begins anew.
create unlogged table rate_limits (
  bucket bytea primary key,
  window_start timestamptz not null,
  used integer not null
) with (fillfactor = 50);
comment on table rate_limits is 'How many requests a principal or a company has made in its current minute; names are digests.';
grant select, insert, update on rate_limits to csr_api;
grant select, delete on rate_limits to csr_worker;
