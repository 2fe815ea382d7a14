alter table import_staging
  drop column match_id,
  drop column match_key,
  drop column attendees;
