drop index import_notices_by_import;
update import_subscriptions set statuses = array_remove(statuses, 'approval_reminder')
  where cardinality(array_remove(statuses, 'approval_reminder')) > 0;
delete from import_subscriptions where 'approval_reminder' = any (statuses);
alter table import_subscriptions drop constraint import_subscriptions_statuses_check;
alter table import_subscriptions add constraint import_subscriptions_statuses_check check (
  cardinality(statuses) > 0
  and statuses <@ array['awaiting_approval', 'parked', 'completed', 'failed', 'cancelled', 'expired', 'undone']);
