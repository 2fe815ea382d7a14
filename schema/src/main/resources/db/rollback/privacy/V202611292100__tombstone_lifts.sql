drop policy lifted on tombstones;
revoke delete on tombstones from csr_api;
grant delete on tombstones to csr_worker;
drop table tombstone_lifts;
