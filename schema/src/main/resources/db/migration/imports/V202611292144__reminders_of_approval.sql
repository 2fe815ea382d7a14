-- That an import still waits for approval is one more thing to be told of.
alter table import_subscriptions drop constraint import_subscriptions_statuses_check;
alter table import_subscriptions add constraint import_subscriptions_statuses_check check (
  cardinality(statuses) > 0
  and statuses <@ array['awaiting_approval', 'approval_reminder', 'parked', 'completed', 'failed', 'cancelled', 'expired', 'undone']);
create index import_notices_by_import on import_notices (tenant_id, import_id, status);
