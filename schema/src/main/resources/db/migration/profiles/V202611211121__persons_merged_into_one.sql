-- Each look at a person also asks for those who turned out to be that person.
create index profiles_merged on profiles (tenant_id, merged_into) where merged_into is not null;
