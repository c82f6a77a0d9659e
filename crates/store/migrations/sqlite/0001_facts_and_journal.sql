-- Twin of ../postgres/0001_facts_and_journal.sql: the same tables, types of this engine.

create table county (
    county text not null primary key,
    name text not null,
    created_at text not null
) strict;

create table setting (
    county text not null references county,
    key text not null,
    value text not null,
    primary key (county, key)
) strict;

-- A file as it came in; its bytes lie in the files folder under the hash.
create table original (
    county text not null references county,
    sha256 text not null,
    size integer not null,
    kept_at text not null,
    primary key (county, sha256)
) strict;

-- One reading of one file. Its rows count as facts from accepted_at until undone_at.
create table batch (
    county text not null references county,
    id blob not null,
    kind text not null,
    file_name text not null,
    sha256 text not null,
    state text not null,
    -- the recipe: options that reproduce this reading, canonical JSON
    recipe text not null,
    -- what was read and from where: sheets, headings, counts, notes, canonical JSON
    report text not null,
    -- years declared complete, ascending, separated by commas
    complete_years text not null,
    actor text not null,
    staged_at text not null,
    touched_at text not null,
    -- order of acceptance within the county; later batches win
    seq integer,
    -- rows of a standing up to this one are in force: 0 = clean, 1 = the last of conflicting rows too
    max_standing integer not null,
    accepted_at text,
    undone_at text,
    primary key (county, id),
    unique (county, seq)
) strict;
create index batch_by_state on batch (county, state, id);

-- What a bureau said, some thousand rows at a time, as read (see store/src/block). Never changed;
-- visibility is the batch's.
create table fact_block (
    county text not null,
    batch blob not null,
    -- number of the block within the batch, from 0
    n integer not null,
    row_count integer not null,
    -- the values, column by column
    data blob not null,
    -- fingerprints of keys and values, for comparing batches
    marks blob not null,
    -- shapes as WKB, CGCS2000 longitude/latitude, and as they were before repair
    shapes blob,
    primary key (county, batch, n),
    foreign key (county, batch) references batch (county, id)
) strict;

create table problem (
    county text not null,
    batch blob not null,
    n integer not null,
    sheet integer not null,
    sheet_name text not null,
    row_number integer not null,
    column_name text not null,
    heading text not null,
    value text not null,
    severity text not null,
    message text not null,
    remedy text not null,
    primary key (county, batch, n),
    foreign key (county, batch) references batch (county, id)
) strict;

create table policy_revision (
    county text not null references county,
    id blob not null,
    edition text not null,
    number integer not null,
    state text not null,
    hash text not null,
    -- file name → content, canonical JSON
    files text not null,
    note text not null,
    actor text not null,
    created_at text not null,
    published_at text,
    primary key (county, id),
    unique (county, edition, number)
) strict;

-- A published thing is its bytes.
create table frozen (
    county text not null references county,
    id blob not null,
    kind text not null,
    title text not null,
    sha256 text not null,
    -- references to batches, revision and program version, canonical JSON
    basis text not null,
    content blob not null,
    actor text not null,
    created_at text not null,
    primary key (county, id)
) strict;

create table event_chain (
    county text not null primary key references county,
    n integer not null,
    hash text not null
) strict;

create table event (
    county text not null,
    n integer not null,
    at text not null,
    actor text not null,
    unit text not null,
    verb text not null,
    object text not null,
    object_id text not null,
    from_state text not null,
    to_state text not null,
    reason text not null,
    payload text not null,
    hash text not null,
    primary key (county, n)
) strict;
create index event_by_object on event (county, object, object_id, n);

create trigger event_is_append_only_on_update before update on event
begin select raise(abort, 'events are append-only'); end;
create trigger event_is_append_only_on_delete before delete on event
begin select raise(abort, 'events are append-only'); end;
