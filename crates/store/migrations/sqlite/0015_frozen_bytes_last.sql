-- Twin of ../postgres/0015_frozen_bytes_last.sql.

-- The bytes of what was frozen stand last in their row: what stands after them is found only by walking
-- through them.
create table frozen_bytes_last (
    county text not null references county,
    id blob not null,
    kind text not null,
    title text not null,
    sha256 text not null,
    -- references to batches, revision and program version, canonical JSON
    basis text not null,
    actor text not null,
    created_at text not null,
    content blob not null,
    primary key (county, id)
) strict;
insert into frozen_bytes_last (county, id, kind, title, sha256, basis, actor, created_at, content)
select county, id, kind, title, sha256, basis, actor, created_at, content from frozen;
drop table frozen;
alter table frozen_bytes_last rename to frozen;
