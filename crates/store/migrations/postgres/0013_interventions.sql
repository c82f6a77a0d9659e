-- Twin of ../sqlite/0013_interventions.sql: the same table, types of this engine.

-- 过问记录: who asked about which parcel, written by any official, read by the 纪检监察 alone. Nothing else
-- in the program reads this table; rows are never changed.
create table intervention (
    county text not null,
    id uuid not null,
    -- 宗地代码; empty when no parcel was named
    parcel text not null,
    -- who asked: name, unit, post
    who text not null,
    -- the day of it, ISO
    happened_on text not null,
    -- by telephone, face to face, by message, on paper
    channel text not null,
    -- what was said
    content text not null,
    -- who wrote it down, of which unit
    written_by text not null,
    written_unit text not null,
    written_at timestamptz not null,
    primary key (county, id)
);
