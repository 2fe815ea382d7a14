-- Buckets of tokens, of which each request takes two before anything is done for it. Nothing here is written ahead: after a
-- crash of the server the table is empty and all buckets are full. The columns are those that bucket4j wants; it adds a row
-- without state first.
create unlogged table rate_limits (
  bucket bytea primary key,
  state bytea,
  expires_at bigint not null default (extract(epoch from now()) + 3600) * 1000
) with (fillfactor = 50);
comment on table rate_limits is 'How many requests a principal or a company may still make in its minute; names are digests.';
grant select, insert, update on rate_limits to csr_api;
grant select, delete on rate_limits to csr_worker;
