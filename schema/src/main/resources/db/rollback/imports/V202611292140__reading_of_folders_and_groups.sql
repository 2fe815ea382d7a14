alter table import_groups drop column declared;
alter table import_groups drop column mapping;
alter table import_folders drop column declared;
alter table import_folders drop column mapping;
