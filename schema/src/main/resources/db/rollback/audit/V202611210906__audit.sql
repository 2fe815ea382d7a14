drop table decisions;
drop table audit_sealed_entries;
drop table audit_seals;
drop table audit_entries;
