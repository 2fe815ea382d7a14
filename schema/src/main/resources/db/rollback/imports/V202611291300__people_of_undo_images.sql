drop index import_undo_images_by_people;
alter table import_undo_images drop column people;
