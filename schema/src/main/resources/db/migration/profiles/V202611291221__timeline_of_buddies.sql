-- Matches of a participant and a buddy, and what comes of them, stand on the timelines of both.
alter table profile_timeline drop constraint profile_timeline_entry_kind_check;
alter table profile_timeline add constraint profile_timeline_entry_kind_check
  check (entry_kind in ('session', 'match', 'event', 'checkin', 'feedback'));
alter table profile_timeline drop constraint profile_timeline_role_check;
alter table profile_timeline add constraint profile_timeline_role_check
  check (role in ('participant', 'volunteer', 'buddy'));
