alter table vendor_circuits drop column tried_at;
