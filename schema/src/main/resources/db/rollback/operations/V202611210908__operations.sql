drop table leases;
drop table drain_switches;
drop table bulk_resolutions;
drop table parked_workflows;
drop table start_intents;
