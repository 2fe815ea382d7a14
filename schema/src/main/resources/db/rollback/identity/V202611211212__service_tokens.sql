drop table service_token_uses;
