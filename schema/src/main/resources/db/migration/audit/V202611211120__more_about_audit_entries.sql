-- What an entry is about beyond its resource: the workflow that carries the work, what data was processed for, and what a
-- change changed. Entries from before have none of it and keep the digest under which they were sealed.
alter table audit_entries
  add column workflow_id text,
  add column purpose text check (purpose in ('programme', 'reporting', 'safety', 'privacy', 'administration')),
  add column changes jsonb check (jsonb_typeof(changes) = 'array');
comment on column audit_entries.purpose is 'What data was processed for; entries of earlier versions name none.';
comment on column audit_entries.changes is 'Field, before and after; tokens stand for values: words, ids, figures, times, blind indexes.';
comment on column audit_entries.details is 'Ids, counts and closed words.';

-- The record is read newest first, by who, by what and by request.
create index audit_entries_by_actor on audit_entries (tenant_id, actor, occurred_at, entry_id);
create index audit_entries_by_action on audit_entries (tenant_id, action, occurred_at, entry_id);
create index audit_entries_by_request on audit_entries (tenant_id, request_id) where request_id is not null;
