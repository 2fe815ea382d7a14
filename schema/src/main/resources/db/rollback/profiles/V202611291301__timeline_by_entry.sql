drop index profile_timeline_by_entry;
create index profile_timeline_by_entry on profile_timeline (tenant_id, entry_kind, entry_id);
