-- What was published since then is published again, and consumers know it.
drop table outbox_publications;
comment on table outbox_positions is 'Last assigned and last published position of a tenant; published_fencing is the highest fencing number of a relay so far.';
