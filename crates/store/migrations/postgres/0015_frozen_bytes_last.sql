-- Twin of ../sqlite/0015_frozen_bytes_last.sql.

-- Nothing to do here: PostgreSQL keeps long values apart from their row.
select 1;
