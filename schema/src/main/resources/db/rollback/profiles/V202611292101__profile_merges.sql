drop policy merged on profiles;
revoke update (merged_into, updated_at) on profiles from csr_api;
drop table profile_merges;
