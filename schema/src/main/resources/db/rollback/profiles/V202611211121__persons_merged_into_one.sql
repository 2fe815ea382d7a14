drop index profiles_merged;
