-- The vault: keys of cases under the master key (密钥库). A database of its own, so that no copy of the cases holds a key.

create table case_key (
    organ text not null,
    case_id text not null,
    -- Nonce and AES-256-GCM under the master key; bound to organ and case.
    wrapped bytea not null,
    primary key (organ, case_id)
);

-- By which the right master key is told from another (one row).
create table master_key (
    id smallint not null primary key,
    mark text not null
);
