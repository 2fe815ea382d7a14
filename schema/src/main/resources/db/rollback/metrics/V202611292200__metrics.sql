drop index buddy_checkins_by_date;
drop index buddy_events_by_date;
drop index course_completions_by_completion;
drop index sessions_by_completion;
drop table metric_snapshots;
drop function keep_metric_snapshots();
drop table metric_assumptions;
