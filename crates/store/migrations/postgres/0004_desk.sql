-- Twin of ../sqlite/0004_desk.sql.

-- What somebody sent on and may take back.
create index object_by_last_actor on object (county, last_actor, due, id) where is_open = 1;
