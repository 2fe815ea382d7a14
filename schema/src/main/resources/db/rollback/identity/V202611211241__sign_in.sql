drop index access_tokens_by_sign_in;
alter table access_tokens drop column sign_in_id;
drop table refresh_tokens;
drop table sign_ins;
drop table browser_sessions;
drop table sign_in_registrations;
