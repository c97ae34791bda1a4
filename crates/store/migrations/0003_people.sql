-- People: accounts, what they may do, departments and sessions (账号、角色、科室、会话). One text for SQLite and PostgreSQL: README.md.
--
-- Accounts and what hangs on them belong to the installation, like the table of authorities: they are few, and a PostgreSQL that
-- is spread over machines copies them to each (docs/decisions/0011-people-and-sessions.md).

create table account (
    id text not null primary key,
    -- What is typed to sign in (登录名), as comparison sees it.
    name text not null,
    -- 姓名.
    person text not null,
    -- The authority that the person works for; empty for administrators of the installation.
    organ text not null,
    -- Argon2id with its salt and cost; null until the person has chosen a password.
    password text,
    -- Secret of the second factor (动态口令), sealed; null where there is none.
    second_factor bytea,
    -- Number of the last code that was used: none is good twice.
    second_factor_step bigint,
    -- Milliseconds since 1970.
    created_at bigint not null,
    -- Since when it may not be used (停用).
    disabled_at bigint
);
create unique index account_by_name on account (name);

-- What an account may do (角色).
create table role_grant (
    -- Empty for administrators of the installation.
    organ text not null,
    account text not null references account (id),
    role text not null,
    granted_at bigint not null,
    -- Id of the account that granted it; empty at the first start.
    granted_by text not null,
    primary key (organ, account, role)
);
create index role_of_account on role_grant (account, organ, role);

-- Departments of an authority (承办科室). They are closed, not deleted: cases name them.
create table department (
    organ text not null,
    id text not null,
    name text not null,
    -- Its place among those of the authority (排序).
    rank bigint not null,
    active boolean not null,
    primary key (organ, id)
);
create unique index department_by_name on department (organ, name);
create index department_in_order on department (organ, rank, id);

create table department_member (
    organ text not null,
    department text not null,
    account text not null,
    primary key (organ, department, account),
    foreign key (organ, department) references department (organ, id)
);
create index departments_of_account on department_member (organ, account, department);

-- Who is signed in (会话).
create table session (
    -- SHA-256 in hexadecimal of what the browser holds.
    token text not null primary key,
    account text not null references account (id),
    created_at bigint not null,
    seen_at bigint not null,
    ends_at bigint not null,
    -- Whether the second factor is still owed.
    pending boolean not null
);
create index session_of_account on session (account, created_at);
create index session_by_end on session (ends_at);

-- Links with which a person chooses a password, each good once (一次性链接).
create table setup_link (
    -- SHA-256 in hexadecimal of what the link holds.
    token text not null primary key,
    -- Whose; empty for the link of the first start.
    account text not null,
    until bigint not null
);
create index setup_link_of_account on setup_link (account);

-- Tries that are counted: failed sign-ins, public submissions.
create table attempt (
    -- SHA-256 in hexadecimal of what is counted: people type a password where their name belongs.
    what text not null primary key,
    tries bigint not null,
    since bigint not null,
    last_at bigint not null
);
create index attempt_by_last on attempt (last_at);

-- How often accounts, roles or departments have changed (one row). A change takes it first, so that one waits for the other.
create table people_change (
    number bigint not null
);
insert into people_change (number) values (0);
