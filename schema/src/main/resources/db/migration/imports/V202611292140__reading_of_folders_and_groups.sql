-- How the files of a folder or a group are read, as an upload says it of one file.
alter table import_folders add column mapping jsonb;
alter table import_folders add column declared jsonb not null default '{}';
comment on column import_folders.mapping is 'Which headers of its files are which columns; null: the remembered mapping of the kind, as it is when a file comes.';
comment on column import_folders.declared is 'What is said of how its files are written, by name.';
alter table import_groups add column mapping jsonb;
alter table import_groups add column declared jsonb not null default '{}';
comment on column import_groups.mapping is 'Which headers of its files are which columns; null: the remembered mapping of the kind, as it is when a file is begun.';
comment on column import_groups.declared is 'What is said of how its files are written, by name.';
