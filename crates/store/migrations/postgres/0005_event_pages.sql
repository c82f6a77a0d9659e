-- Twin of ../sqlite/0005_event_pages.sql.

-- A page of the journal, of one kind of object or of one unit, without reading what lies around it.
create index event_by_kind on event (county, object, n);
create index event_by_unit on event (county, unit, n);
