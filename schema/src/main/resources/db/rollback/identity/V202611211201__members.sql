drop table api_keys;
drop table memberships;
drop table principal_identities;
drop table principals;
