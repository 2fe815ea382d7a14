drop table import_notices;
drop table import_subscriptions;
