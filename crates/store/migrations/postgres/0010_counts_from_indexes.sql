-- Twin of ../sqlite/0010_counts_from_indexes.sql.

-- Desks and lists are counted with every page: from the index alone.
drop index object_by_desk;
create index object_by_desk on object (county, holder_role, holder_unit, due, id, last_verb, unit);
drop index object_by_unit;
create index object_by_unit on object (county, kind, unit, due, id, state);
