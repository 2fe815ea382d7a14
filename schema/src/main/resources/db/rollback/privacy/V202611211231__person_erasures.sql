drop table person_erasures;
alter table profiles drop column erased_at;
