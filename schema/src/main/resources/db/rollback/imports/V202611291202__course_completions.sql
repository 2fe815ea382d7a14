drop table course_completions;
