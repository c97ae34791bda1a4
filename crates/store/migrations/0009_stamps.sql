-- Images of stamps (印章). One text for SQLite and PostgreSQL: README.md.

create table stamp (
    organ text not null,
    -- SHA-256 of the image in hexadecimal.
    id text not null,
    name text not null,
    -- Its diameter on paper, in millimetres.
    width smallint not null,
    -- Who may use it: roles, separated by spaces.
    roles text not null,
    -- PNG.
    image bytea not null,
    -- Milliseconds since 1970; the second one is null while the stamp may be used.
    at bigint not null,
    withdrawn_at bigint,
    primary key (organ, id)
);
