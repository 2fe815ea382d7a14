-- Ids tell entries of all kinds apart; who takes one back knows its id.
drop index profile_timeline_by_entry;
create index profile_timeline_by_entry on profile_timeline (tenant_id, entry_id);
