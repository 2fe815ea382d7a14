-- Deliveries of figures are told of as imports are, to the same receivers in the same way.
alter table import_subscriptions
  add column delivery_statuses text[] not null default '{}' check (delivery_statuses <@ array[
    'awaiting_approval', 'approval_reminder', 'parked', 'delivered', 'confirmed', 'refused', 'expired', 'cancelled', 'failed']),
  drop constraint import_subscriptions_statuses_check,
  add constraint import_subscriptions_statuses_check check (statuses <@ array[
    'awaiting_approval', 'approval_reminder', 'parked', 'completed', 'failed', 'cancelled', 'expired', 'undone']),
  add constraint import_subscriptions_to_something check (cardinality(statuses) + cardinality(delivery_statuses) > 0);
comment on table import_subscriptions is 'Receivers of notices about imports and deliveries; their addresses and the secrets that sign are encrypted.';
comment on column import_subscriptions.statuses is 'Of imports.';
comment on column import_subscriptions.delivery_statuses is 'Of deliveries of figures to platforms.';

alter table import_notices
  add column delivery_id uuid,
  add foreign key (tenant_id, delivery_id) references impact_deliveries on delete cascade,
  drop constraint import_notices_check,
  add constraint import_notices_about_one check (num_nonnulls(import_id, delivery_id) = case status when 'test' then 0 else 1 end);
comment on table import_notices is 'Notices about imports and deliveries, and how telling them went; content holds ids, closed words, days and counts.';
create index import_notices_by_delivery on import_notices (tenant_id, delivery_id, status) where delivery_id is not null;
