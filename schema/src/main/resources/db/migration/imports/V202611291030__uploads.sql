-- Files that come in pieces (tus 1.0). What was received is what the database says: a piece counts when its part has its row,
-- and only the writer that is named here adds parts, so of two that send at once one wins.
create table uploads (
  tenant_id text not null references tenants,
  upload_id uuid not null,
  length bigint not null check (length >= 0),
  received bigint not null default 0,
  metadata_ciphertext bytea,
  writer uuid,
  created_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (tenant_id, upload_id),
  check (received between 0 and length)
);
comment on table uploads is 'Files that come or came in pieces and can be imported; gone a day after the last piece, or a week after the whole.';
create index uploads_by_expiry on uploads (tenant_id, expires_at);
call protect_by_tenant('uploads');
grant select, insert, update, delete on uploads to csr_api;
grant select, delete on uploads to csr_worker;

create table upload_parts (
  tenant_id text not null,
  upload_id uuid not null,
  byte_offset bigint not null check (byte_offset >= 0),
  byte_length bigint not null check (byte_length > 0),
  stored_object text not null,
  primary key (tenant_id, upload_id, byte_offset),
  foreign key (tenant_id, upload_id) references uploads on delete cascade
);
comment on table upload_parts is 'Where the bytes of an upload are stored, encrypted, as they were sent.';
call protect_by_tenant('upload_parts');
grant select, insert on upload_parts to csr_api;
grant select on upload_parts to csr_worker;
