drop table tombstones;
drop table tenant_keys;
