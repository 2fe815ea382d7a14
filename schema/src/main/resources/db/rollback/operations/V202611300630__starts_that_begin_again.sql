alter table start_intents drop column run_id;
alter table start_intents drop column again;
