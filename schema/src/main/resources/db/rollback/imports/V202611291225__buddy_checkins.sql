drop table buddy_checkins;
