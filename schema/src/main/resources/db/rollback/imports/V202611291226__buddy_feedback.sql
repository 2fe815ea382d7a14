drop table buddy_feedback;
