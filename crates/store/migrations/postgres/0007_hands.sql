-- Twin of ../sqlite/0007_hands.sql.

-- By move, who had a hand in it (at the desk, or by signature), as JSON: moves that want a second person
-- look at it.
alter table object add column hands text not null default '{}';
