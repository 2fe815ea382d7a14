alter table texts drop constraint texts_kind_check;
alter table texts add constraint texts_kind_check check (kind in (
  'session_feedback', 'session_goals', 'buddy_event_description', 'buddy_checkin_notes', 'buddy_checkin_responses',
  'buddy_feedback'));
