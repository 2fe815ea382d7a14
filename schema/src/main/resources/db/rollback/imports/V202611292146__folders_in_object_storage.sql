alter table import_folders drop constraint import_folders_bucket_with_credentials;
alter table import_folders drop column bucket_credentials_ciphertext;
alter table import_folders drop column bucket;
