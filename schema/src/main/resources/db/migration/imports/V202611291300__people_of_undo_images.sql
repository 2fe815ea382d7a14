-- Whoever stands in an image is needed for as long as the image may be put back, be it only as the other person of a row.
alter table import_undo_images add column people uuid[] not null;
comment on column import_undo_images.people is 'Everybody whom the image names; they stay known while it is kept.';
create index import_undo_images_by_people on import_undo_images using gin (people);
