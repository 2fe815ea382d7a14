-- A job that has ended can begin again while the workflow of its earlier run is just ending: its start waits for that.
alter table start_intents add column again boolean not null default false;
alter table start_intents add column run_id text;
comment on column start_intents.again is 'Whether the job begins again: a run that an earlier start began is not the one that is wanted.';
comment on column start_intents.run_id is 'Of the workflow, as Temporal has called it.';
