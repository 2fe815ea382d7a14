alter table profile_timeline drop constraint profile_timeline_role_check;
alter table profile_timeline add constraint profile_timeline_role_check check (role in ('participant', 'volunteer'));
alter table profile_timeline drop constraint profile_timeline_entry_kind_check;
alter table profile_timeline add constraint profile_timeline_entry_kind_check check (entry_kind in ('session'));
