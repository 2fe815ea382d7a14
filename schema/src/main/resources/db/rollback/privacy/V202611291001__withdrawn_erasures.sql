-- Stops where an erasure was withdrawn: the version before has no word for that.
alter table person_erasures drop constraint person_erasures_withdrawn_check;
alter table person_erasures drop constraint person_erasures_finished_check;
alter table person_erasures add constraint person_erasures_check4
  check ((state in ('erased', 'lapsed')) = (finished_at is not null));
alter table person_erasures drop constraint person_erasures_state_check;
alter table person_erasures add constraint person_erasures_state_check
  check (state in ('requested', 'approved', 'erased', 'lapsed'));
