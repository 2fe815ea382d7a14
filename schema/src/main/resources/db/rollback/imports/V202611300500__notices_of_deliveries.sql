delete from import_notices where delivery_id is not null;
drop index import_notices_by_delivery;
alter table import_notices
  drop constraint import_notices_about_one,
  drop column delivery_id,
  add constraint import_notices_check check ((import_id is null) = (status = 'test'));
comment on table import_notices is 'Notices about imports and how their delivery went; content holds ids, closed words and counts.';
delete from import_subscriptions where cardinality(statuses) = 0;
alter table import_subscriptions
  drop constraint import_subscriptions_to_something,
  drop constraint import_subscriptions_statuses_check,
  drop column delivery_statuses,
  add constraint import_subscriptions_statuses_check check (
    cardinality(statuses) > 0
    and statuses <@ array['awaiting_approval', 'approval_reminder', 'parked', 'completed', 'failed', 'cancelled', 'expired', 'undone']);
comment on column import_subscriptions.statuses is null;
comment on table import_subscriptions is 'Receivers of notices about imports; their addresses and the secrets that sign are encrypted.';
