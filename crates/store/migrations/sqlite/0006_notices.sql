-- Twin of ../postgres/0006_notices.sql: the same tables, types of this engine.

-- Somebody is told that an object is due: once for each object, deadline, step and person.
create table notice (
    county text not null,
    id blob not null,
    person blob not null,
    object_id blob not null,
    -- the deadline it is about, ISO
    due text not null,
    -- so many working days before it (7, 3, 1), or overdue, leader, office
    step text not null,
    -- the day on which it was to be told, ISO
    day text not null,
    -- state of the object then
    state text not null,
    made_at text not null,
    read_at text,
    primary key (county, id),
    unique (county, object_id, due, step, person),
    foreign key (county, person) references person (county, id),
    foreign key (county, object_id) references object (county, id)
) strict;
create index notice_by_person on notice (county, person, day, id);
create index notice_unread on notice (county, person, object_id) where read_at is null;
