drop table user_records;
