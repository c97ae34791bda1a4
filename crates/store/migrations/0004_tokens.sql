-- Programs that use the API (接口令牌). One text for SQLite and PostgreSQL: README.md.
--
-- Tokens hang on accounts and belong to the installation like them (0003_people.sql).

create table api_token (
    id text not null primary key,
    -- SHA-256 in hexadecimal of what the program holds.
    token text not null,
    -- What the program is called (用途).
    name text not null,
    -- In whose name it acts.
    account text not null references account (id),
    -- The authority of that account.
    organ text not null,
    -- What it may be used for: keys with blanks between them.
    scopes text not null,
    -- Milliseconds since 1970.
    created_at bigint not null,
    -- Id of the account that made it.
    created_by text not null,
    ends_at bigint not null,
    -- Since when it is good no more (撤销).
    revoked_at bigint,
    -- When it was last used, to the minute.
    used_at bigint
);
create unique index api_token_known_by on api_token (token);
create index api_token_in_order on api_token (created_at, id);

-- What a program sent under an idempotency key: the same key with something else is a mistake (幂等键).
create table api_request (
    organ text not null,
    account text not null,
    key text not null,
    -- SHA-256 in hexadecimal of method, address and body.
    request text not null,
    at bigint not null,
    primary key (organ, account, key)
);
create index api_request_age on api_request (organ, at);
