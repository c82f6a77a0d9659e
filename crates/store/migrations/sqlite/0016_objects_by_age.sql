-- Twin of ../postgres/0016_objects_by_age.sql.

-- The newest of a kind first: without this index a kind with few objects is looked for among all.
create index object_by_age on object (county, kind, id);
