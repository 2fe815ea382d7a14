-- What was frozen before, where it certainly never arrived and was frozen anew from the same figures.
create table impact_replaced_payloads (
  tenant_id text not null,
  delivery_id uuid not null,
  run int not null check (run > 0),
  payload_ciphertext bytea not null,
  payload_sha256 text not null check (payload_sha256 ~ '^[0-9a-f]{64}$'),
  content_type text not null,
  decision_id uuid not null,
  replaced_by text not null,
  replaced_at timestamptz not null default now(),
  primary key (tenant_id, delivery_id, run),
  foreign key (tenant_id, delivery_id) references impact_deliveries
);
comment on table impact_replaced_payloads is 'Payloads that never arrived and were frozen anew, with other ids for the same figures.';
comment on column impact_replaced_payloads.run is 'The last run of the delivery that would have sent it.';
call protect_by_tenant('impact_replaced_payloads');
grant select, insert on impact_replaced_payloads to csr_api;
grant select on impact_replaced_payloads to csr_worker;
grant update (payload_ciphertext, payload_sha256, content_type, left_out, changes) on impact_deliveries to csr_api;

-- Certain is only that a call was never made, that the platform refused who called or how often, or that it
-- refused what it was sent. A failure of its own, an answer that says nothing, a conflict with something that is
-- there, and a file that could not be written may hide an effect, until the platform or a person says that it is
-- not there.
create function impact_may_have_arrived(tenant text, delivery uuid) returns boolean language sql stable set search_path = csr as $$
  select exists (
    select from impact_delivery_attempts sent
    join impact_deliveries using (tenant_id, delivery_id)
    where sent.tenant_id = tenant and sent.delivery_id = delivery and sent.kind = 'send'
      and not coalesce(
        sent.verdict in ('refused', 'try-later') and (
          sent.failure_class in ('AUTH', 'RATE_LIMITED', 'DATA')
          or sent.http_status is null and (sent.verdict = 'refused' or platform <> 'file')
          or sent.reason like 'refused-4%' and sent.reason <> 'refused-409'),
        false)
      and not exists (
        select from impact_delivery_attempts asked
        where asked.tenant_id = tenant and asked.delivery_id = delivery and asked.kind = 'ask'
          and asked.attempt > sent.attempt and asked.verdict = 'not-found'))
$$;

-- What was frozen and sent never changes afterwards, but in one way: it certainly did not arrive, its delivery has
-- ended and begins again, the figures stay, and what was frozen before is kept.
create or replace function keep_impact_payloads() returns trigger language plpgsql set search_path = csr as $$
begin
  if new.snapshot_id = old.snapshot_id and new.payload_sha256 is not null
    and old.finished_at is not null and old.delivered_at is null and new.run = old.run + 1
    and exists (
      select from impact_replaced_payloads kept
      where kept.tenant_id = old.tenant_id and kept.delivery_id = old.delivery_id and kept.run = old.run
        and kept.payload_sha256 = old.payload_sha256)
    and not impact_may_have_arrived(old.tenant_id, old.delivery_id)
  then
    return new;
  end if;
  raise exception 'a frozen payload does not change' using errcode = 'integrity_constraint_violation';
end $$;
