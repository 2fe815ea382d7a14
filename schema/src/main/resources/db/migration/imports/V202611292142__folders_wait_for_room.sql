-- What the last look into a folder left there because the company may not have more.
alter table import_folders add column looked_at timestamptz;
alter table import_folders add column waiting_files int not null default 0 check (waiting_files >= 0);
alter table import_folders add column waiting_because text;
alter table import_folders add constraint import_folders_wait_for_a_reason
  check ((waiting_files > 0) = (waiting_because is not null));
comment on column import_folders.waiting_files is 'Files that the last look left for the next one, as the company has no room for their imports.';
comment on column import_folders.waiting_because is 'Type of the problem that they wait for.';
