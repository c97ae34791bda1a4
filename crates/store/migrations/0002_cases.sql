-- Cases as events, what is kept beside them, and the audit chains (案件事件、摘要、审计链). One text for SQLite and PostgreSQL:
-- README.md.

-- The end of each chain; it also is the lock under which anything of an authority's cases is changed. The empty organ is the
-- installation's own chain.
create table chain_head (
    organ text not null primary key,
    -- How many links the chain has.
    position bigint not null,
    -- The last link (src/chain.rs), 32 bytes.
    link bytea not null,
    -- How many links are under a signed root.
    rooted bigint not null
);

-- What has happened to each case (案件事件). Rows are never changed nor deleted; immutable/ sees to it.
create table case_event (
    organ text not null,
    case_id text not null,
    -- 1, 2, … in the case.
    version integer not null,
    -- 1, 2, … in the authority's chain.
    position bigint not null,
    -- Milliseconds since 1970.
    at bigint not null,
    actor text not null,
    -- JSON, as it is hashed.
    event text not null,
    -- SM3 over the link before and all of this row.
    link bytea not null,
    primary key (organ, case_id, version)
);
create unique index case_event_chain on case_event (organ, position);

-- Where each case stands (案件摘要): made from its events and can be made again (src/cases/rebuild.rs).
create table case_row (
    organ text not null references organ (id),
    case_id text not null,
    version integer not null,
    -- 登记编号.
    number text not null,
    -- For table three: the day of receipt, and the day and row of its end; 9999-12-31 while it has not ended. Null when the case
    -- does not count.
    received text,
    until text,
    ended_row text,
    class text not null,
    -- Who alone may see it, each between bars: |a|b|. Empty when nobody is shut out.
    restricted text not null,
    -- All of the summary as JSON.
    summary text not null,
    primary key (organ, case_id)
);
create unique index case_number on case_row (organ, number);
create index case_received on case_row (organ, received, case_id, class) where received is not null;
create index case_result on case_row (organ, ended_row, until, case_id, class) where ended_row is not null;
create index case_span on case_row (organ, until, received, case_id, class) where received is not null;

-- By what lists find cases (筛选项): one row for each that a case has, in the order of the lists.
create table case_facet (
    organ text not null,
    -- Empty for all open cases, or a kind with its value: stage:…, department:…, tag:…, person:… (src/cases/facet.rs).
    facet text not null,
    is_open boolean not null,
    -- Of open cases the day by which the organ has to act, 9999-12-31 while there is none; of others the day they ended.
    day text not null,
    case_id text not null,
    primary key (organ, facet, is_open, day, case_id)
);

-- What departments still owe (未办结的会办任务).
create table case_task (
    organ text not null,
    case_id text not null,
    task integer not null,
    department text not null,
    due text not null,
    primary key (organ, case_id, task)
);
create index case_task_due on case_task (organ, due, case_id, task);
create index case_task_of_department on case_task (organ, department, due, case_id, task);

-- Texts under the key of their case (密文); src/vault/ has the keys.
create table sealed_text (
    organ text not null,
    case_id text not null,
    text_id text not null,
    sealed bytea not null,
    primary key (organ, case_id, text_id)
);

-- Kept counts for table three by month, such as 2025-03 (收件数、办结数).
create table received_count (
    organ text not null,
    month text not null,
    class text not null,
    n bigint not null,
    primary key (organ, month, class)
);
create table ended_count (
    organ text not null,
    month text not null,
    ended_row text not null,
    class text not null,
    n bigint not null,
    primary key (organ, month, ended_row, class)
);

-- Years whose counts are settled (年度锁定).
create table year_lock (
    organ text not null,
    year smallint not null,
    at bigint not null,
    primary key (organ, year)
);

-- Numbers without gaps (编号序列): 登记编号, 文号.
create table series (
    organ text not null,
    kind text not null,
    year smallint not null,
    next bigint not null,
    primary key (organ, kind, year)
);

-- What came of a command that may be sent twice (重复提交).
create table idempotency (
    organ text not null,
    actor text not null,
    key text not null,
    case_id text not null,
    version integer not null,
    -- The number that was taken.
    number bigint,
    at bigint not null,
    primary key (organ, actor, key)
);
create index idempotency_age on idempotency (organ, at);

-- What concerns the installation (审计日志): accounts, settings, unmasking, sign-ins. One chain; rows stay as they are.
create table audit_event (
    position bigint not null primary key,
    -- Milliseconds since 1970.
    at bigint not null,
    actor text not null,
    -- The authority it is about; empty for all.
    organ text not null,
    kind text not null,
    -- JSON, as it is hashed.
    detail text not null,
    link bytea not null
);
create index audit_event_of_organ on audit_event (organ, position);

-- Every day one signature over the ends of all chains (日根).
create table audit_root (
    day text not null primary key,
    -- Chains that have grown since the root before, as JSON.
    heads text not null,
    -- SM3 over the root before, the day and the heads.
    root bytea not null,
    -- Ed25519.
    signature bytea not null
);

-- Work that survives a restart (后台任务).
create table job (
    organ text not null,
    -- One piece of work has one id, however often it is asked for.
    id text not null,
    kind text not null,
    payload text not null,
    -- Milliseconds since 1970 from when on it may be done, or done again.
    due_at bigint not null,
    -- Until when somebody is at it.
    leased_until bigint not null,
    attempts integer not null,
    -- Why the last attempt failed.
    failure text,
    -- waiting, done, or failed for good.
    state text not null,
    primary key (organ, id)
);
create index job_waiting on job (organ, due_at, id) where state = 'waiting';
create index job_failing on job (organ, due_at, id) where failure is not null;
