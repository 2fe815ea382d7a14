-- A folder may be a part of a bucket of the company's or its partner's.
alter table import_folders add column bucket jsonb;
alter table import_folders add column bucket_credentials_ciphertext bytea;
alter table import_folders add constraint import_folders_bucket_with_credentials
  check ((bucket is null) = (bucket_credentials_ciphertext is null));
comment on column import_folders.bucket is 'Where the folder is in object storage that speaks S3: bucket, prefix, region, endpoint; null for a directory.';
comment on column import_folders.bucket_credentials_ciphertext is 'The access key for it; never shown.';
