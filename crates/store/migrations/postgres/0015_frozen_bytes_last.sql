-- Twin of ../sqlite/0015_frozen_bytes_last.sql.

-- The bytes of what was frozen stand last in their row. PostgreSQL keeps long values apart from their row and
-- gains nothing by it; both engines have the same tables.
create table frozen_bytes_last (
    county text not null references county,
    id uuid not null,
    kind text not null,
    title text not null,
    sha256 text not null,
    -- references to batches, revision and program version, canonical JSON
    basis text not null,
    actor text not null,
    created_at timestamptz not null,
    content bytea not null,
    primary key (county, id)
);
insert into frozen_bytes_last (county, id, kind, title, sha256, basis, actor, created_at, content)
select county, id, kind, title, sha256, basis, actor, created_at, content from frozen;
drop table frozen;
alter table frozen_bytes_last rename to frozen;
