alter table import_rows rename column entity_id to session_id;
alter table import_staging rename column second_index to volunteer_index;
alter table import_staging rename column first_index to participant_index;
alter table import_staging rename column row_key to external_id;
