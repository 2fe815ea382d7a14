-- An erased person may come back: one privacy officer asks for the lift of a tombstone, another approves.
-- Nobody learns the address or external id from here: a request holds the blind index of what was typed, as the tombstone does.
create table tombstone_lifts (
  tenant_id text not null references tenants,
  lift_id uuid not null,
  kind text not null,
  index_key_version int not null,
  blind_index bytea not null,
  state text not null default 'requested' check (state in ('requested', 'lifted', 'lapsed', 'withdrawn')),
  reason text not null check (reason in ('rejoined', 'consent_given', 'erased_in_error', 'identifier_reassigned', 'legal_obligation')),
  requested_by text not null,
  requested_at timestamptz not null default now(),
  lapses_at timestamptz not null default now() + interval '7 days',
  approved_by text constraint tombstone_lifts_two_people check (approved_by <> requested_by),
  finished_at timestamptz,
  version bigint not null default 1,
  primary key (tenant_id, lift_id),
  constraint tombstone_lifts_approved check ((state = 'lifted') = (approved_by is not null)),
  constraint tombstone_lifts_finished check ((state = 'requested') = (finished_at is null))
);
comment on table tombstone_lifts is 'Lifts of tombstones: who asked why that an erased person may come back, who else approved, and what it came to.';
create unique index tombstone_lifts_one_at_a_time on tombstone_lifts (tenant_id, kind, index_key_version, blind_index)
  where finished_at is null;
call protect_by_tenant('tombstone_lifts');
grant select, insert (tenant_id, lift_id, kind, index_key_version, blind_index, reason, requested_by),
  update (state, approved_by, finished_at, version) on tombstone_lifts to csr_api;

-- Tombstones go by an approved lift only, in the transaction that approves it, whoever deletes them.
revoke delete on tombstones from csr_worker;
grant delete on tombstones to csr_api;
create policy lifted on tombstones as restrictive for delete using (exists (
  select from tombstone_lifts l
  where l.tenant_id = tombstones.tenant_id and l.kind = tombstones.kind
    and l.index_key_version = tombstones.index_key_version and l.blind_index = tombstones.blind_index
    and l.state = 'lifted' and l.finished_at = now()
));
