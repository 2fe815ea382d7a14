alter table import_folders drop constraint import_folders_wait_for_a_reason;
alter table import_folders drop column waiting_because;
alter table import_folders drop column waiting_files;
alter table import_folders drop column looked_at;
