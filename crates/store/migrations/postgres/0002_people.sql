-- Twin of ../sqlite/0002_people.sql: the same tables, types of this engine.

-- Whoever is appointed or logs in; the name is one person's in the county, so that events name nobody else.
create table person (
    county text not null references county,
    id uuid not null,
    name text not null,
    created_at timestamptz not null,
    primary key (county, id),
    unique (county, name)
);

-- An appointment. It ends by its last day, it is never deleted.
create table post (
    county text not null,
    id uuid not null,
    person uuid not null,
    unit text not null,
    role text not null,
    title text not null,
    from_day date not null,
    to_day date,
    primary key (county, id),
    foreign key (county, person) references person (county, id)
);
create index post_by_person on post (county, person, id);

-- Who stands in for the holder of a post; acts are codes separated by commas, null means all of the post's.
create table delegation (
    county text not null,
    id uuid not null,
    post uuid not null,
    person uuid not null,
    acts text,
    from_day date not null,
    to_day date,
    primary key (county, id),
    foreign key (county, post) references post (county, id),
    foreign key (county, person) references person (county, id)
);
create index delegation_by_person on delegation (county, person, id);

-- Which bureau or company is linked to which local unit (R59).
create table bureau_link (
    county text not null references county,
    id uuid not null,
    bureau text not null,
    unit text not null,
    from_day date not null,
    to_day date,
    primary key (county, id)
);

-- A change of appointments, delegations or links: one administrator proposes, another confirms.
create table rights_change (
    county text not null references county,
    id uuid not null,
    state text not null,
    -- what is to be written, canonical JSON
    change text not null,
    reason text not null,
    proposed_by text not null,
    proposed_at timestamptz not null,
    decided_by text,
    decided_at timestamptz,
    primary key (county, id)
);
create index rights_change_by_state on rights_change (county, state, id);

create table account (
    county text not null,
    id uuid not null,
    person uuid not null,
    login text not null,
    state text not null,
    -- Argon2id; null for an account of the demo, which has none
    password text,
    password_set_at timestamptz,
    must_change boolean not null,
    failures bigint not null,
    locked_until timestamptz,
    -- last day on which it may be used
    expires_on date,
    last_login_at timestamptz,
    created_at timestamptz not null,
    primary key (county, id),
    unique (county, login),
    foreign key (county, person) references person (county, id)
);

create table former_password (
    county text not null,
    account uuid not null,
    set_at timestamptz not null,
    password text not null,
    primary key (county, account, set_at),
    foreign key (county, account) references account (county, id)
);

-- Who is logged in. The browser keeps a token, we keep its hash; a row goes when the session ends.
create table session (
    county text not null,
    token text not null,
    account uuid not null,
    -- the post or delegation they act in, when they chose one
    capacity uuid,
    opened_at timestamptz not null,
    seen_at timestamptz not null,
    primary key (county, token),
    foreign key (county, account) references account (county, id)
);
create index session_by_account on session (county, account);
