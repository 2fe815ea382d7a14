alter table sign_ins drop column stepped_up_at;
drop table passkeys;
