-- An erasure that was asked for can be taken back until somebody else approves it.
alter table person_erasures drop constraint person_erasures_state_check;
alter table person_erasures add constraint person_erasures_state_check
  check (state in ('requested', 'approved', 'erased', 'lapsed', 'withdrawn'));
alter table person_erasures drop constraint person_erasures_check4;
alter table person_erasures add constraint person_erasures_finished_check
  check ((state in ('erased', 'lapsed', 'withdrawn')) = (finished_at is not null));
alter table person_erasures add constraint person_erasures_withdrawn_check
  check (state <> 'withdrawn' or approved_by is null);
