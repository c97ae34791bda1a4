-- Wording of letters that an authority has changed (文书模板). One text for SQLite and PostgreSQL: README.md.

-- Every version that was ever saved; the last one counts. One that is not the authority's own gives back the program's wording.
create table letter_template (
    organ text not null,
    kind text not null,
    -- 1, 2, … of the kind.
    version integer not null,
    is_own boolean not null,
    title text not null,
    body text not null,
    slip text not null,
    -- Milliseconds since 1970.
    at bigint not null,
    actor text not null,
    primary key (organ, kind, version)
);
