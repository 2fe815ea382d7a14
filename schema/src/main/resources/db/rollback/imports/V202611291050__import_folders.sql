drop table import_folder_files;
drop table import_folders;
