alter table texts drop constraint texts_kind_check;
alter table texts add constraint texts_kind_check check (kind in ('session_feedback', 'session_goals'));
