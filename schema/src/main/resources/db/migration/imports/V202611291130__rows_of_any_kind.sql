-- Rows of any kind pass through staging and the ledger: a key that tells them apart, up to two people, and what they became.
alter table import_staging rename column external_id to row_key;
alter table import_staging rename column participant_index to first_index;
alter table import_staging rename column volunteer_index to second_index;
comment on column import_staging.row_key is 'What tells a row from others of its file: of several with one key, the last one counts.';

alter table import_rows rename column session_id to entity_id;
comment on column import_rows.entity_id is 'What the row became or was equal to, in the table of its kind.';
