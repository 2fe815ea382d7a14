-- All free text, encrypted with the key of its author. No reader but screening gets UNSCREENED text.
create table texts (
  tenant_id text not null,
  text_id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('session_feedback', 'session_goals')),
  state text not null default 'UNSCREENED' check (state in ('UNSCREENED', 'CLEAN', 'FLAGGED', 'RELEASED', 'WITHHELD')),
  ciphertext bytea not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, text_id),
  foreign key (tenant_id, person_id) references profiles
);
comment on table texts is 'Free text of persons, encrypted, with its screening state.';
create index texts_by_person on texts (tenant_id, person_id);
create index texts_unscreened on texts (tenant_id, created_at) where state = 'UNSCREENED';
call protect_by_tenant('texts');
grant select, insert, update, delete on texts to csr_worker;
