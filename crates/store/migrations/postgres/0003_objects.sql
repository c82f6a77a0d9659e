-- Twin of ../sqlite/0003_objects.sql: the same tables, types of this engine.

-- A thing with a state that people move: case, plan, block, agreement, meeting, item, … (domain::object).
create table object (
    county text not null references county,
    id uuid not null,
    kind text not null,
    state text not null,
    -- may its matter still change: 1 yes, 0 no
    is_open bigint not null,
    -- state to which a suspension returns; empty when there is none
    resumes text not null,
    -- the responsible unit (属地); empty for the office
    unit text not null,
    number text not null,
    title text not null,
    -- 宗地代码; empty when it is about no parcel
    parcel text not null,
    -- year of the list or target it belongs to; 0 when it belongs to none
    year bigint not null,
    -- due day, ISO; '9999-12-31' when nobody has to act, so that it sorts last on both engines
    due text not null,
    -- on whose desk: role and unit; empty role when on nobody's
    holder_role text not null,
    holder_unit text not null,
    -- counts the moves
    version bigint not null,
    last_verb text not null,
    last_from text not null,
    last_actor text not null,
    -- what is known of it, canonical JSON
    fields text not null,
    created_at timestamptz not null,
    moved_at timestamptz not null,
    primary key (county, id)
);
create unique index object_by_number on object (county, kind, number);
create index object_by_state on object (county, kind, state, due, id);
create index object_by_kind on object (county, kind, due, id);
create index object_by_unit on object (county, kind, unit, due, id);
create index object_by_desk on object (county, holder_role, holder_unit, due, id);
create index object_by_parcel on object (county, parcel, kind, id);

-- One object is tied to another: plan → case, item → target, block → member, case → former case.
create table link (
    county text not null,
    from_id uuid not null,
    role text not null,
    to_id uuid not null,
    -- kinds of both ends, so that a list of ties needs no second look
    from_kind text not null,
    to_kind text not null,
    made_at timestamptz not null,
    primary key (county, from_id, role, to_id),
    foreign key (county, from_id) references object (county, id),
    foreign key (county, to_id) references object (county, id)
);
create index link_by_end on link (county, to_id, role, from_id);

-- A file handed in with a move; its bytes lie in the files folder under the hash.
create table attachment (
    county text not null,
    id uuid not null,
    object_id uuid not null,
    sha256 text not null,
    name text not null,
    media text not null,
    size bigint not null,
    -- what it shows: 现场照片, 文件, 签批扫描件
    shows text not null,
    -- day on the photo or document, ISO; empty when it has none
    dated text not null,
    actor text not null,
    kept_at timestamptz not null,
    primary key (county, id),
    foreign key (county, object_id) references object (county, id)
);
create index attachment_by_object on attachment (county, object_id, id);

-- The last number given out per kind of object and year.
create table numbering (
    county text not null references county,
    kind text not null,
    year bigint not null,
    last bigint not null,
    primary key (county, kind, year)
);

-- Answers to requests that may be sent twice.
create table idempotency (
    county text not null references county,
    actor text not null,
    key text not null,
    -- hash of the request, so that the same key with other contents is refused
    request text not null,
    answer text not null,
    made_at timestamptz not null,
    primary key (county, actor, key)
);
