drop table profile_timeline;
drop table profile_identifiers;
drop table person_keys;
drop table profiles;
