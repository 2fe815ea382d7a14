-- Rows about a match name it by our id, by its external key or by its pair; the check of the file finds out which one it is.
alter table import_staging
  add column match_id uuid,
  add column match_key text,
  add column attendees uuid[];
comment on column import_staging.match_id is 'The match that a row names by our id; after the check of the file the match that it is about, however it names it.';
comment on column import_staging.match_key is 'The external key by which a row names its match.';
comment on column import_staging.attendees is 'Persons whom a row names by our id.';
