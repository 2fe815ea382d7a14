create or replace function keep_impact_payloads() returns trigger language plpgsql as $$
begin
  raise exception 'a frozen payload does not change' using errcode = 'integrity_constraint_violation';
end $$;
drop function impact_may_have_arrived(text, uuid);
revoke update (payload_ciphertext, payload_sha256, content_type, left_out, changes) on impact_deliveries from csr_api;
drop table impact_replaced_payloads;
