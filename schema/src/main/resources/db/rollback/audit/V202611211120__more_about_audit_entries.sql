-- Entries written since lose columns that their seals cover: verification names the first of them from then on.
drop index audit_entries_by_request;
drop index audit_entries_by_action;
drop index audit_entries_by_actor;
comment on column audit_entries.details is null;
alter table audit_entries
  drop column changes,
  drop column purpose,
  drop column workflow_id;
